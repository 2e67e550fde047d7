<?php
/**
 * The REST route of the sidebar: the record of a post (GET), and a new reading of it (POST).
 *
 * Both are for those who may edit that very post.
 *
 * @package Attribution
 */

namespace Attribution;

use WP_Error;
use WP_Post;
use WP_REST_Request;
use WP_REST_Response;
use WP_REST_Server;

defined( 'ABSPATH' ) || exit;

/**
 * Registers the route.
 */
function register_routes(): void {
	$post_id = array( 'type' => 'integer', 'minimum' => 1, 'required' => true );
	$common  = array( 'permission_callback' => __NAMESPACE__ . '\may_edit', 'args' => array( 'id' => $post_id ) );
	register_rest_route(
		'attribution/v1',
		'/posts/(?P<id>\d+)/quotations',
		array(
			array( 'methods' => WP_REST_Server::READABLE, 'callback' => __NAMESPACE__ . '\answer_with_record' ) + $common,
			array( 'methods' => WP_REST_Server::CREATABLE, 'callback' => __NAMESPACE__ . '\answer_after_reading' ) + $common,
		)
	);
}

/**
 * Whether the current user may edit the post. Who may not is not told whether there is such a post.
 *
 * @return true|WP_Error
 */
function may_edit( WP_REST_Request $request ) {
	$id = (int) $request['id'];
	if ( get_post( $id ) && current_user_can( 'edit_post', $id ) ) {
		return true;
	}
	$message = __( 'Only those who may edit this post may see and read its quotations.', 'attribution' );
	return new WP_Error( 'attribution_forbidden', $message, array( 'status' => rest_authorization_required_code() ) );
}

/**
 * GET.
 */
function answer_with_record( WP_REST_Request $request ): WP_REST_Response {
	return answer( get_post( (int) $request['id'] ) );
}

/**
 * POST.
 *
 * @return WP_REST_Response|WP_Error
 */
function answer_after_reading( WP_REST_Request $request ) {
	$post = get_post( (int) $request['id'] );
	if ( ! is_chosen_type( $post->post_type ) ) {
		return failure( 'type', __( 'Posts of this type are not read; see Settings, Attribution.', 'attribution' ), 400, false );
	}
	$found = read_post( $post );
	return is_wp_error( $found ) ? $found : answer( $post );
}

/**
 * What the sidebar shows. It is for this user alone: no cache may keep it.
 */
function answer( WP_Post $post ): WP_REST_Response {
	$kept     = kept_record( $post );
	$response = new WP_REST_Response(
		array(
			'extraction' => $kept['extraction'] ?? null,
			'changed'    => $kept['changed'] ?? false,
			'time'       => $kept ? gmdate( DATE_ATOM, $kept['time'] ) : null,
			'failure'    => (string) get_post_meta( $post->ID, FAILURE, true ),
			'scheduled'  => is_scheduled( $post->ID ),
		)
	);
	$response->header( 'Cache-Control', 'no-store' );
	return $response;
}
