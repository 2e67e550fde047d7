<?php
/**
 * What the site's administrator has chosen.
 *
 * The key has an option of its own that is loaded only where it is used, and that no page and no answer ever shows.
 *
 * @package Attribution
 */

namespace Attribution;

defined( 'ABSPATH' ) || exit;

const SETTINGS   = 'attribution_settings';
const KEY        = 'attribution_key';
const CAPABILITY = 'manage_options';
const DEFAULTS   = array(
	'address'         => '',
	'automatic'       => false,
	'structured_data' => false,
	'post_types'      => array( 'post' ),
);

/**
 * All settings but the key. An address in wp-config.php (ATTRIBUTION_ADDRESS) goes before the stored one.
 *
 * @return array{address: string, automatic: bool, structured_data: bool, post_types: string[]}
 */
function settings(): array {
	$stored   = get_option( SETTINGS, array() );
	$settings = array_intersect_key( is_array( $stored ) ? $stored : array(), DEFAULTS ) + DEFAULTS;
	if ( defined( 'ATTRIBUTION_ADDRESS' ) ) {
		$settings['address'] = clean_address( (string) ATTRIBUTION_ADDRESS );
	}
	return $settings;
}

/**
 * The key of the service, '' where there is none. One in wp-config.php (ATTRIBUTION_KEY) goes before the stored one.
 */
function service_key(): string {
	return defined( 'ATTRIBUTION_KEY' ) ? (string) ATTRIBUTION_KEY : (string) get_option( KEY, '' );
}

/**
 * An address as the service is asked under, without a slash at its end; '' for what is none.
 *
 * An http or https address with a host: no user, password, query or fragment.
 */
function clean_address( string $given ): string {
	$given = trim( $given );
	$parts = wp_parse_url( $given );
	if ( ! is_array( $parts ) || ! in_array( $parts['scheme'] ?? '', array( 'http', 'https' ), true ) ) {
		return '';
	}
	$wrong = array_intersect_key( $parts, array_flip( array( 'user', 'pass', 'query', 'fragment' ) ) );
	if ( empty( $parts['host'] ) || $wrong || preg_match( '/[\s\\\\<>"\']/', $given ) ) {
		return '';
	}
	return untrailingslashit( esc_url_raw( $given, array( 'http', 'https' ) ) );
}

/**
 * The public types of posts that the block editor knows, by name.
 *
 * @return array<string, string> Their labels by their names.
 */
function eligible_post_types(): array {
	$labels = array();
	foreach ( get_post_types( array( 'public' => true, 'show_in_rest' => true ), 'objects' ) as $type ) {
		if ( 'attachment' !== $type->name && post_type_supports( $type->name, 'editor' ) ) {
			$labels[ $type->name ] = $type->label;
		}
	}
	return $labels;
}

/**
 * Whether posts of this type are read at all.
 */
function is_chosen_type( string $type ): bool {
	return in_array( $type, settings()['post_types'], true );
}
