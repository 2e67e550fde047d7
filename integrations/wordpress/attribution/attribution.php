<?php
/**
 * Plugin Name:       Attribution
 * Description:       Who said what: finds the quotations of a post, with their speakers, by an attribution service of your own.
 * Version:           0.1.0
 * Requires at least: 6.2
 * Requires PHP:      8.2
 * License:           Apache-2.0
 * License URI:       https://www.apache.org/licenses/LICENSE-2.0
 * Text Domain:       attribution
 * Domain Path:       /languages
 *
 * @package Attribution
 */

namespace Attribution;

defined( 'ABSPATH' ) || exit;

const VERSION = '0.1.0';
const FILE    = __FILE__;

require_once __DIR__ . '/includes/settings.php';
require_once __DIR__ . '/includes/service.php';
require_once __DIR__ . '/includes/records.php';
require_once __DIR__ . '/includes/schedule.php';
require_once __DIR__ . '/includes/structured-data.php';
require_once __DIR__ . '/includes/routes.php';
require_once __DIR__ . '/includes/editor.php';

add_action(
	'init',
	static function () {
		load_plugin_textdomain( 'attribution', false, dirname( plugin_basename( FILE ) ) . '/languages' );
	}
);

add_action( 'rest_api_init', __NAMESPACE__ . '\register_routes' );
add_action( 'enqueue_block_editor_assets', __NAMESPACE__ . '\enqueue_sidebar' );
add_action( 'wp_after_insert_post', __NAMESPACE__ . '\schedule_reading', 10, 2 );
add_action( EVENT, __NAMESPACE__ . '\read_on_schedule', 10, 2 );
add_action( 'wp_head', __NAMESPACE__ . '\print_structured_data' );

if ( is_admin() ) {
	require_once __DIR__ . '/includes/settings-page.php';
	add_action( 'admin_menu', __NAMESPACE__ . '\add_settings_page' );
	add_action( 'admin_post_attribution_save', __NAMESPACE__ . '\save_settings' );
	add_action( 'admin_post_attribution_test', __NAMESPACE__ . '\test_connection' );
}

register_deactivation_hook( FILE, __NAMESPACE__ . '\forget_schedule' );
