<?php
/**
 * Reading in the background: after a post is published or changed, by an event of WP-Cron.
 *
 * @package Attribution
 */

namespace Attribution;

use WP_Post;

defined( 'ABSPATH' ) || exit;

const EVENT    = 'attribution_read_post';
const WAITS    = array( MINUTE_IN_SECONDS, 10 * MINUTE_IN_SECONDS, HOUR_IN_SECONDS );
const ATTEMPTS = array( 0, 1, 2, 3 );

/**
 * Schedules the reading of a post that is published and not yet read as it stands, in place of any that is ahead.
 */
function schedule_reading( int $id, WP_Post $post ): void {
	if ( ! settings()['automatic'] || ! is_due( $post ) ) {
		return;
	}
	foreach ( ATTEMPTS as $attempt ) {
		wp_clear_scheduled_hook( EVENT, array( $id, $attempt ) );
	}
	wp_schedule_single_event( time(), EVENT, array( $id, 0 ) );
}

/**
 * Whether a post should be read in the background.
 */
function is_due( WP_Post $post ): bool {
	if ( 'publish' !== $post->post_status || ! is_chosen_type( $post->post_type ) || '' === trim( $post->post_content ) ) {
		return false;
	}
	$kept = kept_record( $post );
	return null === $kept || $kept['changed'];
}

/**
 * Whether a reading of the post is ahead.
 */
function is_scheduled( int $id ): bool {
	foreach ( ATTEMPTS as $attempt ) {
		if ( wp_next_scheduled( EVENT, array( $id, $attempt ) ) ) {
			return true;
		}
	}
	return false;
}

/**
 * The event. A failure that may pass is tried again after a minute, ten minutes and an hour.
 */
function read_on_schedule( int $id, int $attempt ): void {
	$post = get_post( $id );
	if ( ! $post || ! settings()['automatic'] || ! is_due( $post ) ) {
		return;
	}
	$found = read_post( $post );
	if ( is_wp_error( $found ) && ! empty( $found->get_error_data()['retry'] ) && isset( WAITS[ $attempt ] ) ) {
		wp_schedule_single_event( time() + WAITS[ $attempt ], EVENT, array( $id, $attempt + 1 ) );
	}
}

/**
 * Takes all events away.
 */
function forget_schedule(): void {
	wp_unschedule_hook( EVENT );
}
