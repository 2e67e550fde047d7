<?php
/**
 * Removes all that the plugin has stored: settings, key, records and events. Quote blocks that editors inserted are
 * part of their posts and stay.
 *
 * @package Attribution
 */

defined( 'WP_UNINSTALL_PLUGIN' ) || exit;

delete_option( 'attribution_settings' );
delete_option( 'attribution_key' );
delete_metadata( 'post', 0, '_attribution_record', '', true );
delete_metadata( 'post', 0, '_attribution_failure', '', true );
wp_unschedule_hook( 'attribution_read_post' );
