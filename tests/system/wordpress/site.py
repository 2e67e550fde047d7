"""A real WordPress with the plugin: PHP's own server, SQLite, and a build of WordPress from npm.

Needs php with its extension for SQLite, and npm once, to fetch the package of WordPress Playground.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import secrets
import shutil
import signal
import subprocess
import tarfile
import time
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import requests

from api.benchmarks.service import HOST, free_port
from tests.tree import ROOT

PACKAGE, DIGEST = (
    "@wp-playground/wordpress-builds@0.9.19",
    "dlqvh/MJDpE5W68vgPPKUjpip6zMuBh59L3D18ZX+pdwurC4q4ydrTww/3sTMV69BBcoH6kF93YtAtujNC5Mpw==",
)
BUILDS = ROOT / "build" / "wordpress"
PLUGIN = ROOT / "integrations" / "wordpress" / "attribution"
USERS = {
    "chief": "administrator",
    "desk": "editor",
    "ann": "author",
    "ben": "author",
    "reader": "subscriber",
}  # names and roles
PASSWORD = "a long password 4 tests"
START_SECONDS = 30

CONFIG = """<?php
define('DB_NAME', 'wordpress'); define('DB_USER', ''); define('DB_PASSWORD', ''); define('DB_HOST', '');
define('DB_CHARSET', 'utf8'); define('DB_COLLATE', ''); $table_prefix = 'wp_';
foreach (['AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE'] as $name) {
    define($name . '_KEY', $name . ' key of a test'); define($name . '_SALT', $name . ' salt of a test');
}
define('WP_HOME', '@URL@'); define('WP_SITEURL', WP_HOME); define('WP_ENVIRONMENT_TYPE', 'local');
define('WP_DEBUG', true); define('WP_DEBUG_LOG', true); define('WP_DEBUG_DISPLAY', false);
define('DISABLE_WP_CRON', true); define('WP_HTTP_BLOCK_EXTERNAL', true); define('CONCATENATE_SCRIPTS', false);
define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
"""

# WordPress's own events ask wordpress.org, and for MySQL
QUIET = """<?php
foreach (['site_health_scheduled_check', 'version_check', 'update_plugins', 'update_themes'] as $name) {
    add_action('wp_' . $name, fn () => remove_all_actions('wp_' . $name), PHP_INT_MIN);
}
"""

# What an article could make a site do: run a shortcode, load what is behind an address
TRAPS = """<?php
add_shortcode('trap', fn () => '<b class="trap">sprung</b>');
wp_embed_register_handler('trap', '#https?://trap.example/#', fn () => '<b class="trap">sprung</b>');
"""

RUNNER = """<?php
require 'wp-load.php';
$run = eval('return function ($given) {' . wp_unslash($_POST['code']) . '};');
echo "\\n", json_encode($run(json_decode(wp_unslash($_POST['given']), true)));
"""

SETUP = """
require ABSPATH . 'wp-admin/includes/plugin.php';
require ABSPATH . 'wp-admin/includes/user.php';
global $wpdb;
$found = [];
update_option('show_avatars', 0);  // they are on gravatar.com
foreach ($given['users'] as $name => $role) {
    $id = wp_insert_user(['user_login' => $name, 'user_pass' => $given['password'], 'role' => $role]);
    [$secret] = WP_Application_Passwords::create_new_application_password($id, ['name' => 'tests']);
    $found[$name] = [$id, $secret];
    $plain = ['welcomeGuide' => false, 'welcomeGuideTemplate' => false, 'fullscreenMode' => true];
    $seen = ['core/edit-post' => $plain, 'core' => $plain, '_modified' => gmdate('c')];
    update_user_meta($id, $wpdb->get_blog_prefix() . 'persisted_preferences', $seen);
}
$wrong = activate_plugin('attribution/attribution.php');
if ($wrong) { throw new Exception($wrong->get_error_message()); }
return ['users' => $found, 'version' => get_bloginfo('version')];
"""


@dataclass
class Site:
    """A WordPress that runs."""

    folder: Path
    url: str
    runner: str  # a page that runs PHP code; nobody else knows its name
    version: str = ""
    ids: dict[str, int] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)

    def php(self, code: str, **given: Any) -> Any:
        """What PHP code within WordPress returns; it finds what is given in `$given`."""
        form = {"code": code, "given": json.dumps(given)}
        answer = requests.post(f"{self.url}/{self.runner}", form, timeout=60)
        assert answer.ok, f"{answer.text}\n{self.log()[-2000:]}"
        return json.loads(answer.text.splitlines()[-1])

    def ask(self, user: str | None, method: str, route: str, body: object = None) -> tuple[int, Any]:
        """Status and body of an answer of the REST API to a user, or to nobody in particular."""
        answer = requests.request(
            method,
            self.url,
            params={"rest_route": route},
            json=body,
            auth=(user, self.secrets[user]) if user else None,
            timeout=60,
        )
        return answer.status_code, answer.json()

    def add_post(self, author: str, content: str, *, title: str = "A post", status: str = "draft") -> int:
        """A new post, put into the database as it is given."""
        code = "kses_remove_filters(); return wp_insert_post(wp_slash($given['post']), true);"
        post = {"post_author": self.ids[author], "post_content": content, "post_title": title}
        found: int = self.php(code, post={**post, "post_status": status})
        return found

    def set(self, **values: Any) -> None:
        """Changes some of the plugin's settings."""
        code = (
            "return update_option('attribution_settings', $given + get_option('attribution_settings', []));"
        )
        self.php(code, **values)

    def log(self) -> str:
        """What PHP complained of."""
        log = self.folder / "wp-content" / "debug.log"
        return log.read_text(encoding="utf-8") if log.exists() else ""

    def login(self, user: str) -> requests.Session:
        """A session of a user, as a browser has it."""
        session = requests.Session()
        session.cookies.set("wordpress_test_cookie", "WP Cookie check")
        form = {"log": user, "pwd": PASSWORD, "testcookie": "1"}
        answer = session.post(f"{self.url}/wp-login.php", form, timeout=60, allow_redirects=False)
        assert answer.status_code == 302
        return session


def fetch_builds() -> Path:
    """The package's archive, from npm where it is not there yet."""
    BUILDS.mkdir(parents=True, exist_ok=True)
    archive = BUILDS / "wp-playground-wordpress-builds-0.9.19.tgz"
    if not archive.exists():
        subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=BUILDS, check=True, capture_output=True)
    digest = hashlib.sha512(archive.read_bytes()).digest()
    assert base64.b64encode(digest).decode() == DIGEST, f"{archive} is not what it should be: remove it"
    return archive


def unpack(version: str) -> Path:
    """A folder with one version of WordPress and its SQLite plugin, made once."""
    made = BUILDS / version
    if made.exists():
        return made
    raw, making = BUILDS / f"{version}.raw", BUILDS / f"{version}.making"
    for folder in (raw, making):
        shutil.rmtree(folder, ignore_errors=True)
    wanted = (
        f"package/public/wp-{version}/",
        f"package/src/wordpress/wp-{version}.zip",
        "package/src/sqlite-",
    )
    with tarfile.open(fetch_builds()) as archive:
        members = (member for member in archive if member.name.startswith(wanted))
        archive.extractall(raw, members=members, filter="data")
    source = raw / "package" / "src"
    shutil.copytree(raw / "package" / "public" / f"wp-{version}", making)  # scripts and styles
    with zipfile.ZipFile(source / "wordpress" / f"wp-{version}.zip") as archive:
        archive.extractall(making)  # PHP, and a database in which the installation is done
    add_database_plugin(making, next(source.glob("sqlite-*/*.zip")))
    shutil.rmtree(raw)
    making.rename(made)
    return made


def add_database_plugin(folder: Path, archive: Path) -> None:
    """Puts the plugin that has WordPress speak to SQLite where WordPress looks for it."""
    plugins = folder / "wp-content" / "mu-plugins"
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(plugins)
    [unpacked] = plugins.glob("sqlite-*")
    text = (unpacked / "db.copy").read_text()
    text = text.replace("'{SQLITE_IMPLEMENTATION_FOLDER_PATH}'", f"__DIR__ . '/mu-plugins/{unpacked.name}'")
    (folder / "wp-content" / "db.php").write_text(text)


@contextmanager
def serve_site(version: str, folder: Path) -> Iterator[Site]:
    """A site of its own with the plugin active and a user of every role, in an empty folder."""
    if shutil.which("php") is None:
        pytest.fail("these tests need php with its extension for SQLite")
    shutil.copytree(unpack(version), folder)
    shutil.rmtree(folder / "wp-content" / "plugins" / "attribution", ignore_errors=True)
    shutil.copytree(PLUGIN, folder / "wp-content" / "plugins" / "attribution")
    port = free_port()
    site = Site(folder, f"http://{HOST}:{port}", f"{secrets.token_hex()}.php")
    (folder / site.runner).write_text(RUNNER)
    (folder / "wp-content" / "mu-plugins" / "quiet.php").write_text(QUIET)
    (folder / "wp-content" / "mu-plugins" / "traps.php").write_text(TRAPS)
    (folder / "wp-config.php").write_text(CONFIG.replace("@URL@", site.url))
    command = ["php", "-d", "opcache.enable_cli=1", "-S", f"{HOST}:{port}", "-t", str(folder)]
    with running(command, {"PHP_CLI_SERVER_WORKERS": "4"}):
        wait_for(site.url)
        set_up(site)
        yield site


def set_up(site: Site) -> None:
    """Activates the plugin and adds the users."""
    made = site.php(SETUP, users=USERS, password=PASSWORD)
    site.version = made["version"]
    site.ids = {name: number for name, (number, _) in made["users"].items()}
    site.secrets = {name: secret for name, (_, secret) in made["users"].items()}


@contextmanager
def running(command: list[str], environment: Mapping[str, str]) -> Iterator[None]:
    """A process and its children, stopped at the end."""
    process = subprocess.Popen(
        command,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(10)


def wait_for(url: str) -> None:
    """Returns when something answers there."""
    end = time.monotonic() + START_SECONDS
    while True:
        try:
            assert requests.get(f"{url}/readme.html", timeout=10).ok
            return
        except requests.ConnectionError:
            assert time.monotonic() < end, "the site does not start"
            time.sleep(0.05)
