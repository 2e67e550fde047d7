<?php
/**
 * The sidebar of the block editor.
 *
 * @package Attribution
 */

namespace Attribution;

defined( 'ABSPATH' ) || exit;

const SIDEBAR_NEEDS = array(
	'wp-api-fetch',
	'wp-block-editor',
	'wp-blocks',
	'wp-components',
	'wp-data',
	'wp-edit-post',
	'wp-editor',
	'wp-element',
	'wp-escape-html',
	'wp-i18n',
	'wp-plugins',
);

/**
 * Loads the sidebar where a post of a chosen type is edited. Nothing about the service goes to the browser.
 */
function enqueue_sidebar(): void {
	$screen = get_current_screen();
	if ( ! $screen || 'post' !== $screen->base || ! is_chosen_type( (string) $screen->post_type ) ) {
		return;
	}
	wp_enqueue_script( 'attribution-sidebar', plugins_url( 'assets/sidebar.js', FILE ), SIDEBAR_NEEDS, VERSION, true );
	wp_enqueue_style( 'attribution-sidebar', plugins_url( 'assets/sidebar.css', FILE ), array( 'wp-components' ), VERSION );
	wp_set_script_translations( 'attribution-sidebar', 'attribution', plugin_dir_path( FILE ) . 'languages' );
}
