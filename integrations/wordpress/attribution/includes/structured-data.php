<?php
/**
 * Who said what, for search engines: JSON-LD of schema.org in the head of a published post.
 *
 * @package Attribution
 */

namespace Attribution;

use WP_Post;

defined( 'ABSPATH' ) || exit;

// schema.org has a type for persons and one for organisations; documents and unnamed groups have none.
const SPEAKER_TYPES = array( 'person' => 'Person', 'organisation' => 'Organization' );

/**
 * Prints the script, on the page of one published post whose record is there and still true.
 */
function print_structured_data(): void {
	$post = is_singular() ? get_queried_object() : null;
	if ( ! $post instanceof WP_Post || ! settings()['structured_data'] || ! may_be_shown( $post ) ) {
		return;
	}
	$kept = kept_record( $post );
	$data = $kept && ! $kept['changed'] ? structured_data( $post, $kept['extraction'] ) : null;
	if ( $data ) {
		// The flags leave no <, > or & in the script, so no text can end it.
		$json = wp_json_encode( $data, JSON_HEX_TAG | JSON_HEX_AMP | JSON_UNESCAPED_SLASHES );
		echo '<script type="application/ld+json">' . $json . "</script>\n"; // phpcs:ignore WordPress.Security.EscapeOutput
	}
}

/**
 * Whether everybody may read the post: published, of a chosen type and without a password.
 */
function may_be_shown( WP_Post $post ): bool {
	return 'publish' === $post->post_status && '' === $post->post_password && is_chosen_type( $post->post_type );
}

/**
 * The NewsArticle with its quotations, or null where none can be told.
 *
 * @param WP_Post              $post       The post.
 * @param array<string, mixed> $extraction Its record.
 * @return array<string, mixed>|null
 */
function structured_data( WP_Post $post, array $extraction ): ?array {
	$speakers = array_column( $extraction['speakers'], null, 'id' );
	$parts    = array();
	foreach ( $extraction['quotations'] as $quotation ) {
		$id   = $quotation['speaker'] ?? null;
		$part = is_string( $id ) && isset( $speakers[ $id ] ) ? quotation_data( $quotation, $speakers[ $id ] ) : null;
		if ( $part ) {
			$parts[] = $part;
		}
	}
	if ( ! $parts ) {
		return null;
	}
	return array(
		'@context' => 'https://schema.org',
		'@type'    => 'NewsArticle',
		'@id'      => get_permalink( $post ) . '#attribution',
		'url'      => get_permalink( $post ),
		'headline' => html_entity_decode( wp_strip_all_tags( get_the_title( $post ) ), ENT_QUOTES | ENT_HTML5, 'UTF-8' ),
		'hasPart'  => $parts,
	);
}

/**
 * One Quotation: the very words of a named person or organisation, or null for anything else.
 *
 * @param array<string, mixed> $quotation The quotation.
 * @param array<string, mixed> $speaker   Its speaker.
 * @return array<string, mixed>|null
 */
function quotation_data( array $quotation, array $speaker ): ?array {
	$type = SPEAKER_TYPES[ $speaker['kind'] ] ?? null;
	if ( 'direct' !== $quotation['type'] || true !== ( $quotation['statement'] ?? null ) || ! $type || ! is_string( $speaker['name'] ?? null ) ) {
		return null;
	}
	$who   = array( '@type' => $type, 'name' => $speaker['name'] );
	$title = $quotation['role']['title'] ?? $quotation['role']['text'] ?? null;
	if ( 'Person' === $type && is_string( $title ) ) {
		$who['jobTitle'] = $title;
	}
	return array( '@type' => 'Quotation', 'text' => $quotation['text'], 'creator' => $who );
}
