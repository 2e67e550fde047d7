<?php
/**
 * The record beside a post: made by the service, kept in protected meta, true as long as the content is the same.
 *
 * @package Attribution
 */

namespace Attribution;

use WP_Error;
use WP_Post;

defined( 'ABSPATH' ) || exit;

const RECORD         = '_attribution_record';
const FAILURE        = '_attribution_failure';
const LONGEST_OPTION = 2000;

/**
 * Has the service read a post as it is stored, and keeps the record, or else the reason why there is none.
 *
 * A record that is there already stays when the service fails.
 *
 * @return array<string, mixed>|WP_Error The extraction.
 */
function read_post( WP_Post $post ) {
	if ( '' === trim( $post->post_content ) ) {
		return failure( 'empty', __( 'The post has no content yet.', 'attribution' ), 400, false );
	}
	$found = ask_service( describe_post( $post ), hash( 'sha256', $post->post_content ) );
	if ( is_wp_error( $found ) ) {
		update_post_meta( $post->ID, FAILURE, wp_slash( $found->get_error_message() ) );
		return $found;
	}
	$kept = array( 'time' => time(), 'extraction' => $found );
	// Meta are unslashed when they are stored: without wp_slash the JSON would lose its backslashes.
	update_post_meta( $post->ID, RECORD, wp_slash( wp_json_encode( $kept, JSON_UNESCAPED_UNICODE ) ) );
	delete_post_meta( $post->ID, FAILURE );
	return $found;
}

/**
 * What the service is told of a post: its content as stored, and what is known of it besides.
 *
 * @return array<string, string>
 */
function describe_post( WP_Post $post ): array {
	$title   = html_entity_decode( wp_strip_all_tags( $post->post_title ), ENT_QUOTES | ENT_HTML5, 'UTF-8' );
	$article = array(
		'html'     => $post->post_content,
		'unit'     => 'utf16',
		'id'       => (string) $post->ID,
		'title'    => mb_substr( trim( $title ), 0, LONGEST_OPTION ),
		'language' => substr( get_locale(), 0, 2 ),
	);
	if ( 'publish' === $post->post_status ) {
		$article['url']       = (string) get_permalink( $post );
		$article['published'] = (string) get_post_time( DATE_ATOM, true, $post );
	}
	return array_filter( $article, static fn ( string $value ): bool => '' !== $value );
}

/**
 * The record that is kept beside a post.
 *
 * @return array{time: int, extraction: array<string, mixed>, changed: bool}|null `changed` tells that the content is
 *                                                                               not what the record was made of.
 */
function kept_record( WP_Post $post ): ?array {
	$kept = json_decode( (string) get_post_meta( $post->ID, RECORD, true ), true );
	if ( ! is_array( $kept ) || ! is_record( $kept['extraction'] ?? null ) ) {
		return null;
	}
	$sha256 = $kept['extraction']['article']['sha256'];
	return array(
		'time'       => (int) ( $kept['time'] ?? 0 ),
		'extraction' => $kept['extraction'],
		'changed'    => hash( 'sha256', $post->post_content ) !== $sha256,
	);
}
