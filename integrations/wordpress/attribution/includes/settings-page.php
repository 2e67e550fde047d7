<?php
/**
 * The page under Settings, what its form saves, and the button that tries the connection.
 *
 * @package Attribution
 */

namespace Attribution;

use WP_Error;

defined( 'ABSPATH' ) || exit;

const PAGE   = 'attribution';
const NOTICE = 'attribution_notice_';

/**
 * Adds the page to the menu of settings.
 */
function add_settings_page(): void {
	$title = __( 'Attribution', 'attribution' );
	add_options_page( $title, $title, CAPABILITY, PAGE, __NAMESPACE__ . '\print_settings_page' );
}

/**
 * Stores what the form says. An empty field of the key leaves the key as it is.
 */
function save_settings(): void {
	check_request( 'attribution_save' );
	// phpcs:disable WordPress.Security.NonceVerification -- checked by check_request.
	$given   = sanitize_text_field( wp_unslash( $_POST['address'] ?? '' ) );
	$address = clean_address( $given );
	$types   = array_map( 'sanitize_key', (array) wp_unslash( $_POST['post_types'] ?? array() ) );
	$values  = array(
		'address'         => $address,
		'automatic'       => ! empty( $_POST['automatic'] ),
		'structured_data' => ! empty( $_POST['structured_data'] ),
		'post_types'      => array_values( array_intersect( $types, array_keys( eligible_post_types() ) ) ),
	);
	$wrong   = '' !== $given && '' === $address && ! defined( 'ATTRIBUTION_ADDRESS' );
	if ( $wrong || defined( 'ATTRIBUTION_ADDRESS' ) ) {
		$stored            = get_option( SETTINGS, array() );
		$values['address'] = is_array( $stored ) ? (string) ( $stored['address'] ?? '' ) : '';
	}
	update_option( SETTINGS, $values );
	save_key( sanitize_text_field( wp_unslash( $_POST['key'] ?? '' ) ), ! empty( $_POST['forget_key'] ) );
	// phpcs:enable
	$message = __( 'The address is not changed: it must begin with http:// or https:// and hold no user, query or fragment.', 'attribution' );
	leave( $wrong ? new WP_Error( 'attribution_address', $message ) : __( 'Settings saved.', 'attribution' ) );
}

/**
 * Stores a key, or removes the stored one.
 */
function save_key( string $key, bool $forget ): void {
	if ( '' !== $key ) {
		update_option( KEY, $key, false );
	} elseif ( $forget ) {
		delete_option( KEY );
	}
}

/**
 * Has the service read one sentence, and shows what came of it.
 */
function test_connection(): void {
	check_request( 'attribution_test' );
	$html  = '<p>“The bridge opens at noon,” said Mara Lindqvist.</p>';
	$found = ask_service( array( 'html' => $html, 'unit' => 'utf16' ), hash( 'sha256', $html ) );
	if ( is_wp_error( $found ) ) {
		leave( $found );
	}
	$model = $found['model']['name'] . ' ' . $found['model']['version'];
	/* translators: %s: name and version of the model. */
	leave( sprintf( __( 'The service answers. Its model is %s.', 'attribution' ), $model ) );
}

/**
 * Ends the request of who may not do this.
 */
function check_request( string $action ): void {
	if ( ! current_user_can( CAPABILITY ) ) {
		wp_die( esc_html__( 'You may not change these settings.', 'attribution' ), '', array( 'response' => 403 ) );
	}
	check_admin_referer( $action );
}

/**
 * Goes back to the page, which shows the message once, to this user alone.
 *
 * @param string|WP_Error $message What happened.
 * @return never
 */
function leave( $message ): void {
	$failed = is_wp_error( $message );
	$text   = $failed ? $message->get_error_message() : $message;
	if ( $failed && ! empty( $message->get_error_data()['reason'] ) ) {
		$text .= ' ' . $message->get_error_data()['reason'];
	}
	set_transient( NOTICE . get_current_user_id(), array( $failed ? 'error' : 'success', $text ), MINUTE_IN_SECONDS );
	wp_safe_redirect( admin_url( 'options-general.php?page=' . PAGE ) );
	exit;
}

/**
 * The page.
 */
function print_settings_page(): void {
	if ( ! current_user_can( CAPABILITY ) ) {
		return;
	}
	echo '<div class="wrap"><h1>' . esc_html__( 'Attribution', 'attribution' ) . '</h1>';
	print_notice();
	echo '<form method="post" action="' . esc_url( admin_url( 'admin-post.php' ) ) . '">';
	echo '<input type="hidden" name="action" value="attribution_save">';
	wp_nonce_field( 'attribution_save' );
	echo '<table class="form-table" role="presentation">';
	print_service_fields( settings() );
	print_choice_fields( settings() );
	echo '</table>';
	submit_button();
	echo '</form>';
	print_test_form();
	echo '</div>';
}

/**
 * What happened last.
 */
function print_notice(): void {
	$notice = get_transient( NOTICE . get_current_user_id() );
	if ( is_array( $notice ) ) {
		delete_transient( NOTICE . get_current_user_id() );
		printf( '<div class="notice notice-%s"><p>%s</p></div>', esc_attr( $notice[0] ), esc_html( $notice[1] ) );
	}
}

/**
 * The rows of address and key.
 *
 * @param array<string, mixed> $settings The settings.
 */
function print_service_fields( array $settings ): void {
	$fixed = __( 'Set in wp-config.php.', 'attribution' );
	printf(
		'<tr><th scope="row"><label for="attribution-address">%s</label></th><td><input type="url" class="regular-text code" id="attribution-address" name="address" value="%s" placeholder="https://attribution.example.org" %s aria-describedby="attribution-address-help"><p class="description" id="attribution-address-help">%s</p></td></tr>',
		esc_html__( 'Address of the service', 'attribution' ),
		esc_attr( $settings['address'] ),
		disabled( defined( 'ATTRIBUTION_ADDRESS' ), true, false ),
		esc_html( defined( 'ATTRIBUTION_ADDRESS' ) ? $fixed : __( 'Posts are sent there, and nowhere else.', 'attribution' ) )
	);
	$kept = '' === service_key() ? __( 'None is stored.', 'attribution' ) : __( 'One is stored. Leave the field empty to keep it.', 'attribution' );
	printf(
		'<tr><th scope="row"><label for="attribution-key">%s</label></th><td><input type="password" class="regular-text code" id="attribution-key" name="key" value="" autocomplete="new-password" %s aria-describedby="attribution-key-help"><p class="description" id="attribution-key-help">%s</p><label><input type="checkbox" name="forget_key" value="1"> %s</label></td></tr>',
		esc_html__( 'Key', 'attribution' ),
		disabled( defined( 'ATTRIBUTION_KEY' ), true, false ),
		esc_html( defined( 'ATTRIBUTION_KEY' ) ? $fixed : $kept ),
		esc_html__( 'Forget the stored key', 'attribution' )
	);
}

/**
 * The rows of what is read and shown.
 *
 * @param array<string, mixed> $settings The settings.
 */
function print_choice_fields( array $settings ): void {
	echo '<tr><th scope="row">' . esc_html__( 'Read', 'attribution' ) . '</th><td><fieldset><legend class="screen-reader-text">' . esc_html__( 'Read', 'attribution' ) . '</legend>';
	foreach ( eligible_post_types() as $name => $label ) {
		print_checkbox( 'post_types[]', $name, in_array( $name, $settings['post_types'], true ), $label );
	}
	echo '</fieldset></td></tr><tr><th scope="row">' . esc_html__( 'Published posts', 'attribution' ) . '</th><td><fieldset><legend class="screen-reader-text">' . esc_html__( 'Published posts', 'attribution' ) . '</legend>';
	print_checkbox( 'automatic', '1', $settings['automatic'], __( 'Read a post again, in the background, when it is published or changed', 'attribution' ) );
	print_checkbox( 'structured_data', '1', $settings['structured_data'], __( 'Tell search engines who said what (JSON-LD of schema.org in the page)', 'attribution' ) );
	echo '</fieldset></td></tr>';
}

/**
 * A box to tick, on a line of its own.
 */
function print_checkbox( string $field, string $value, bool $on, string $label ): void {
	printf(
		'<label><input type="checkbox" name="%s" value="%s" %s> %s</label><br>',
		esc_attr( $field ),
		esc_attr( $value ),
		checked( $on, true, false ),
		esc_html( $label )
	);
}

/**
 * The button that tries the connection, as stored.
 */
function print_test_form(): void {
	echo '<h2>' . esc_html__( 'Connection', 'attribution' ) . '</h2><form method="post" action="' . esc_url( admin_url( 'admin-post.php' ) ) . '">';
	echo '<input type="hidden" name="action" value="attribution_test">';
	wp_nonce_field( 'attribution_test' );
	echo '<p>' . esc_html__( 'Sends one made-up sentence to the stored address, with the stored key.', 'attribution' ) . '</p>';
	submit_button( __( 'Test connection', 'attribution' ), 'secondary', 'test', false );
	echo '</form>';
}
