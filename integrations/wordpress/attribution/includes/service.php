<?php
/**
 * The attribution service: one question, one answer, and every failure as a WP_Error.
 *
 * Only the address of the settings is ever asked, and it may not send the plugin elsewhere.
 *
 * @package Attribution
 */

namespace Attribution;

use WP_Error;

defined( 'ABSPATH' ) || exit;

const WAIT_SECONDS  = 30;
const LARGEST_BYTES = 32 * MB_IN_BYTES;
const RETRIED       = array( 408, 429, 500, 502, 503, 504 );

/**
 * The quotations of an article, as docs/record.md describes them.
 *
 * An error's data hold `status`, for the REST API; `retry`, whether another try may help; and, for administrators,
 * `reason`.
 *
 * @param array<string, string> $article What the API takes: html, title and so on.
 * @param string                $sha256  Digest of the html, to check that the answer is about it.
 * @return array<string, mixed>|WP_Error
 */
function ask_service( array $article, string $sha256 ) {
	$address = settings()['address'];
	if ( '' === $address ) {
		return failure( 'unset', __( 'No attribution service is set up. An administrator can do that under Settings, Attribution.', 'attribution' ), 503, false );
	}
	$headers = array( 'Content-Type' => 'application/json', 'Accept' => 'application/json' );
	if ( '' !== service_key() ) {
		$headers['Authorization'] = 'Bearer ' . service_key();
	}
	$response = wp_remote_post(
		$address . '/v1/extractions',
		array(
			'headers'             => $headers,
			'body'                => wp_json_encode( $article ),
			'timeout'             => WAIT_SECONDS,
			'redirection'         => 0,
			'limit_response_size' => LARGEST_BYTES,
			'user-agent'          => 'attribution-wordpress/' . VERSION,
		)
	);
	if ( is_wp_error( $response ) ) {
		return failure( 'unreachable', __( 'The attribution service cannot be reached.', 'attribution' ), 502, true, $response->get_error_message() );
	}
	return read_answer( $response, $sha256 );
}

/**
 * The record of an answer, or what is wrong with it.
 *
 * @param array<string, mixed> $response What wp_remote_post gave.
 * @param string               $sha256   Digest of the html that was sent.
 * @return array<string, mixed>|WP_Error
 */
function read_answer( array $response, string $sha256 ) {
	$status = (int) wp_remote_retrieve_response_code( $response );
	if ( 200 !== $status ) {
		return refusal( $status, $response );
	}
	$found = json_decode( wp_remote_retrieve_body( $response ), true );
	if ( ! is_record( $found ) ) {
		return failure( 'answer', __( 'What answers at the address of the attribution service is no attribution service.', 'attribution' ), 502, false );
	}
	if ( $sha256 !== $found['article']['sha256'] || 'utf16' !== $found['unit'] ) {
		return failure( 'answer', __( 'The attribution service answered about another text.', 'attribution' ), 502, false );
	}
	return $found;
}

/**
 * What the service did not do, in words for an editor.
 *
 * Only a problem in the service's own form (RFC 9457) is repeated, so that no other server's words come through.
 *
 * @param int                  $status   The HTTP status.
 * @param array<string, mixed> $response What wp_remote_post gave.
 */
function refusal( int $status, array $response ): WP_Error {
	$retry = in_array( $status, RETRIED, true );
	if ( in_array( $status, array( 401, 403 ), true ) ) {
		return failure( 'key', __( 'The attribution service does not accept the key of this site.', 'attribution' ), 502, false );
	}
	if ( in_array( $status, array( 429, 503 ), true ) ) {
		return failure( 'busy', __( 'The attribution service is busy. Try again in a minute.', 'attribution' ), 503, true );
	}
	$type    = (string) wp_remote_retrieve_header( $response, 'content-type' );
	$problem = str_starts_with( $type, 'application/problem+json' ) ? json_decode( wp_remote_retrieve_body( $response ), true ) : null;
	$detail  = is_array( $problem ) && is_string( $problem['detail'] ?? null ) ? mb_substr( sanitize_text_field( $problem['detail'] ), 0, 300 ) : '';
	/* translators: %d: an HTTP status such as 500. */
	$message = sprintf( __( 'The attribution service answered with an error (%d).', 'attribution' ), $status );
	return failure( 'refused', trim( $message . ' ' . $detail ), 502, $retry );
}

/**
 * An error with what the rest of the plugin goes by.
 */
function failure( string $code, string $message, int $status, bool $retry, string $reason = '' ): WP_Error {
	$data = array( 'status' => $status, 'retry' => $retry );
	if ( '' !== $reason && current_user_can( CAPABILITY ) ) {
		$data['reason'] = $reason;
	}
	return new WP_Error( 'attribution_' . $code, $message, $data );
}

/**
 * Whether a value has the parts of a record that this plugin goes by.
 *
 * @param mixed $value What was read from JSON.
 */
function is_record( $value ): bool {
	if ( ! is_array( $value ) || '1' !== ( $value['schema'] ?? null ) || ! is_string( $value['unit'] ?? null ) ) {
		return false;
	}
	if ( ! is_string( $value['article']['sha256'] ?? null ) || ! is_string( $value['model']['name'] ?? null ) || ! is_string( $value['model']['version'] ?? null ) ) {
		return false;
	}
	return is_list_of( $value['quotations'] ?? null, array( 'id', 'type', 'text' ) )
		&& is_list_of( $value['speakers'] ?? null, array( 'id', 'label', 'kind' ) )
		&& is_list_of( $value['warnings'] ?? null, array( 'message' ) );
}

/**
 * Whether a value is a list of objects that have texts under these names.
 *
 * @param mixed    $value What was read from JSON.
 * @param string[] $names Names of the texts.
 */
function is_list_of( $value, array $names ): bool {
	if ( ! is_array( $value ) || ! array_is_list( $value ) ) {
		return false;
	}
	foreach ( $value as $item ) {
		foreach ( $names as $name ) {
			if ( ! is_array( $item ) || ! is_string( $item[ $name ] ?? null ) ) {
				return false;
			}
		}
	}
	return true;
}
