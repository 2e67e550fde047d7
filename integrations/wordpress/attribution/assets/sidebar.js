/**
 * The sidebar of the block editor: who said what in this post.
 *
 * Plain JavaScript over the editor's own globals; nothing is built. React escapes every text that is shown, and texts
 * that become blocks are escaped on their way: a block's attributes are HTML.
 */
( function ( wp ) {
	const { createElement: el, useCallback, useEffect, useRef, useState } = wp.element;
	const { Button, Notice, PanelBody, Spinner } = wp.components;
	const { useDispatch, useSelect, dispatch, select } = wp.data;
	const { __, _n, sprintf } = wp.i18n;
	const { escapeHTML } = wp.escapeHtml;
	// The slots moved from one package to the other with WordPress 6.6.
	const { PluginSidebar, PluginSidebarMoreMenuItem } = wp.editor.PluginSidebar ? wp.editor : wp.editPost;

	const TYPES = {
		direct: __( 'Direct', 'attribution' ),
		indirect: __( 'Indirect', 'attribution' ),
		mixed: __( 'Mixed', 'attribution' ),
	};

	/** A text to show: the value where it is one, else nothing. */
	const words = ( value ) => ( typeof value === 'string' ? value : '' );

	/** Text with every run of blanks made one, as a record's texts have it. */
	const collapse = ( text ) => text.replace( /\s+/g, ' ' ).trim();

	/**
	 * Text as HTML that WordPress only shows. It would run shortcodes in brackets and load what stands behind a bare
	 * address; entities would not help, as the editor turns them back into characters. A word joiner is invisible.
	 */
	const inert = ( text ) =>
		escapeHTML( collapse( text ) )
			.replaceAll( '[', '[\u2060' )
			.replace( /^(https?:)(\/\/\S*)$/i, '$1\u2060$2' );

	/** The text of HTML. A parsed document of one's own runs no script and loads no picture. */
	const plain = ( html ) => collapse( new window.DOMParser().parseFromString( html, 'text/html' ).body.textContent );

	/** How often a text occurs in another. */
	const count = ( text, part ) => text.split( part ).length - 1;

	/** The blocks without blocks inside them, in the order of the post. */
	const leaves = ( blocks ) =>
		blocks.flatMap( ( block ) => ( block.innerBlocks.length ? leaves( block.innerBlocks ) : [ block ] ) );

	/** Whether a quotation stands in the headline, which is no block. */
	const isInTitle = ( quotation ) => ( ( quotation.spans || [] )[ 0 ] || {} ).field === 'title';

	/**
	 * The block that a quotation stands in, or undefined. Where its words occur several times, those are counted that
	 * come before it in the saved content.
	 */
	function findBlock( quotation, content ) {
		const first = ( quotation.spans || [] )[ 0 ] || {};
		const text = collapse( words( first.text ) );
		if ( ! text || isInTitle( quotation ) ) {
			return undefined;
		}
		const found = leaves( select( 'core/block-editor' ).getBlocks() ).flatMap( ( block ) =>
			Array( count( plain( wp.blocks.getBlockContent( block ) ), text ) ).fill( block )
		);
		return found[ count( plain( content.slice( 0, first.start ) ), text ) ] || found[ found.length - 1 ];
	}

	/** Name and role, as below a quote; a role that the name says already is left out. */
	function citation( quotation, speaker ) {
		const name = words( speaker.name ) || words( speaker.label );
		const role = quotation.role ? words( quotation.role.text ) : '';
		return role && ! name.toLowerCase().includes( role.toLowerCase() ) ? `${ name }, ${ role }` : name;
	}

	/** A quote or pullquote block with the words and who said them. */
	function makeBlock( name, quotation, speaker ) {
		const text = inert( words( quotation.text ) );
		const cite = inert( citation( quotation, speaker ) );
		if ( name === 'core/pullquote' ) {
			return wp.blocks.createBlock( name, { value: text, citation: cite } );
		}
		const paragraph = wp.blocks.createBlock( 'core/paragraph', { content: text } );
		return wp.blocks.createBlock( name, { citation: cite }, [ paragraph ] );
	}

	/** Puts a new block behind the outermost block that the quotation stands in, or at the end. */
	function insertBlock( name, quotation, speaker, content ) {
		const editor = select( 'core/block-editor' );
		const block = findBlock( quotation, content );
		const parents = block ? editor.getBlockParents( block.clientId ) : [];
		const outermost = parents[ 0 ] || ( block && block.clientId );
		const place = outermost ? editor.getBlockIndex( outermost ) + 1 : editor.getBlockCount();
		dispatch( 'core/block-editor' ).insertBlock( makeBlock( name, quotation, speaker ), place );
	}

	/** How sure the service is of one thing, in per cent; nothing where there is no such thing. */
	const percent = ( form, value ) => ( typeof value === 'number' ? sprintf( form, Math.round( value * 100 ) ) : '' );

	/** A term of a list and what it says; nothing where there is nothing to say. */
	const row = ( term, value ) => ( value ? [ el( 'dt', { key: 't' + term }, term ), el( 'dd', { key: 'd' + term }, value ) ] : null );

	function Details( { quotation } ) {
		const sure = quotation.confidence || {};
		const shown = [
			/* translators: %d: confidence in the words, in per cent. */
			percent( __( 'words %d\u00a0%%', 'attribution' ), sure.content ),
			/* translators: %d: confidence in the speaker, in per cent. */
			percent( __( 'speaker %d\u00a0%%', 'attribution' ), sure.speaker ),
			/* translators: %d: confidence in the role, in per cent. */
			percent( __( 'role %d\u00a0%%', 'attribution' ), sure.role ),
		];
		return el(
			'dl',
			{ className: 'attribution-details' },
			row( __( 'Role', 'attribution' ), quotation.role && words( quotation.role.text ) ),
			row( __( 'Source', 'attribution' ), quotation.source && words( quotation.source.text ) ),
			row( __( 'Confidence', 'attribution' ), shown.filter( Boolean ).join( ', ' ) )
		);
	}

	function Actions( { quotation, speaker, content } ) {
		const { selectBlock } = useDispatch( 'core/block-editor' );
		const { createNotice } = useDispatch( 'core/notices' );
		const jump = () => {
			const block = findBlock( quotation, content );
			if ( block ) {
				selectBlock( block.clientId );
			} else {
				createNotice( 'warning', __( 'These words are not in the content any more.', 'attribution' ), { type: 'snackbar' } );
			}
		};
		const button = ( label, onClick ) => el( Button, { variant: 'tertiary', onClick, key: label }, label );
		const insert = ( name ) => () => insertBlock( name, quotation, speaker, content );
		// Only the very words of a speaker may stand as a quote.
		const quotable = quotation.type === 'direct' && quotation.statement === true && speaker;
		return el(
			'div',
			{ className: 'attribution-actions' },
			! isInTitle( quotation ) && button( __( 'Show in text', 'attribution' ), jump ),
			quotable && button( __( 'Insert quote', 'attribution' ), insert( 'core/quote' ) ),
			quotable && button( __( 'Insert pullquote', 'attribution' ), insert( 'core/pullquote' ) )
		);
	}

	function Quotation( { quotation, speaker, content } ) {
		const kind = TYPES[ quotation.type ] || quotation.type;
		const name = speaker ? words( speaker.name ) || words( speaker.label ) : __( 'Speaker not found', 'attribution' );
		return el(
			'li',
			{ className: 'attribution-quotation' },
			el(
				'p',
				{ className: 'attribution-who' },
				el( 'strong', null, name ),
				el( 'span', { className: 'attribution-type' }, kind ),
				isInTitle( quotation ) && el( 'span', { className: 'attribution-type' }, __( 'In the title', 'attribution' ) ),
				quotation.statement !== true && el( 'span', { className: 'attribution-type' }, __( 'Not a statement', 'attribution' ) )
			),
			el( 'blockquote', null, words( quotation.text ) ),
			el( Details, { quotation } ),
			el( Actions, { quotation, speaker, content } )
		);
	}

	function Quotations( { extraction, content } ) {
		const speakers = new Map( extraction.speakers.map( ( speaker ) => [ speaker.id, speaker ] ) );
		const total = extraction.quotations.length;
		return el(
			PanelBody,
			{
				/* translators: %d: number of quotations. */
				title: sprintf( _n( '%d quotation', '%d quotations', total, 'attribution' ), total ),
			},
			total === 0 && el( 'p', null, __( 'No quotation was found in this post.', 'attribution' ) ),
			el(
				'ol',
				{ className: 'attribution-list' },
				extraction.quotations.map( ( quotation, place ) =>
					el( Quotation, { key: place, quotation, speaker: speakers.get( quotation.speaker ), content } )
				)
			)
		);
	}

	/** What the site keeps of this post, asked for again after each save; and how to have it read. */
	function useRecord() {
		const post = useSelect( ( get ) => {
			const editor = get( 'core/editor' );
			return {
				id: editor.getCurrentPostId(),
				isNew: editor.isEditedPostNew(),
				unsaved: editor.hasChangedContent(),
				saving: editor.isSavingPost() && ! editor.isAutosavingPost(),
				content: words( editor.getCurrentPostAttribute( 'content' ) ),
			};
		}, [] );
		const [ state, setState ] = useState( { busy: true } );
		const last = useRef( 0 );
		const ask = useCallback(
			async function ask( method ) {
				const turn = ++last.current;
				const settle = ( next ) => turn === last.current && setState( next );
				setState( ( now ) => ( { ...now, busy: true, error: undefined } ) );
				await wp.apiFetch( { path: `/attribution/v1/posts/${ post.id }/quotations`, method } ).then(
					( answer ) => settle( { answer } ),
					( error ) => settle( ( now ) => ( { ...now, busy: false, error } ) )
				);
				// A post that is saved while it is read is asked for before it was read: that is not the last word.
				if ( method === 'POST' && turn !== last.current ) {
					await ask( 'GET' );
				}
			},
			[ post.id ]
		);
		useEffect( () => {
			if ( post.isNew ) {
				setState( {} );
			} else if ( ! post.saving ) {
				ask( 'GET' );
			}
		}, [ ask, post.isNew, post.saving ] );
		return { post, state, read: () => ask( 'POST' ) };
	}

	const notice = ( status, text ) => el( Notice, { status, isDismissible: false, key: text }, text );

	/** What an editor should know before trusting the list. */
	function Notices( { post, state } ) {
		const { answer = {}, error } = state;
		const shown = [];
		if ( error ) {
			const reason = error.data && words( error.data.reason );
			shown.push( notice( 'error', [ words( error.message ), reason ].filter( Boolean ).join( ' ' ) ) );
		} else if ( answer.failure ) {
			shown.push( notice( 'error', answer.failure ) );
		}
		if ( answer.extraction && ( answer.changed || post.unsaved ) ) {
			shown.push( notice( 'warning', __( 'The content has changed since it was read. This list may be wrong.', 'attribution' ) ) );
		} else if ( post.unsaved ) {
			shown.push( notice( 'info', __( 'What is read is the post as it was last saved.', 'attribution' ) ) );
		}
		for ( const warning of ( answer.extraction && answer.extraction.warnings ) || [] ) {
			shown.push( notice( 'warning', words( warning.message ) ) );
		}
		if ( answer.scheduled ) {
			shown.push( notice( 'info', __( 'The post will be read in the background.', 'attribution' ) ) );
		}
		return el( 'div', { className: 'attribution-notices', 'aria-live': 'polite' }, shown );
	}

	function Sidebar() {
		const { post, state, read } = useRecord();
		const { answer, busy } = state;
		const extraction = answer && answer.extraction;
		const label = extraction ? __( 'Find quotations again', 'attribution' ) : __( 'Find quotations', 'attribution' );
		return el(
			wp.element.Fragment,
			null,
			el( PluginSidebarMoreMenuItem, { target: 'quotations', icon: 'format-quote' }, __( 'Quotations', 'attribution' ) ),
			el(
				PluginSidebar,
				{ name: 'quotations', title: __( 'Quotations', 'attribution' ), icon: 'format-quote' },
				el(
					PanelBody,
					null,
					post.isNew && el( 'p', null, __( 'Save the post first.', 'attribution' ) ),
					el(
						Button,
						{ variant: 'primary', onClick: read, disabled: busy || post.isNew || post.saving },
						label
					),
					busy && el( Spinner ),
					el( Notices, { post, state } )
				),
				extraction && el( Quotations, { extraction, content: post.content } )
			)
		);
	}

	wp.plugins.registerPlugin( 'attribution', { render: Sidebar } );
} )( window.wp );
