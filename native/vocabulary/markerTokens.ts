import type { LlamaModel, Token } from 'node-llama-cpp';
import { type TokenPieces, textOfPieces } from './tokenPieces.ts';

/** What of a loaded model tokenising needs. */
export interface Vocabulary {
  readonly llamaModel: LlamaModel;
  /** Texts of the control and user-defined tokens. */
  readonly controlTokens: ReadonlySet<string>;
  readonly pieces: TokenPieces;
}

/**
 * The tokens of a vocabulary that mean something of their own, and their spellings.
 *
 * Neither the file nor llama.cpp alone knows them all. llama.cpp takes some tokens for control tokens whatever the file
 * says of them, and some files declare markers of theirs as ordinary tokens, which the tokeniser then does not find by
 * their text (Code Llama's `▁<EOT>`).
 */
export class MarkerTokens {
  static readonly #known = new WeakMap<TokenPieces, MarkerTokens>();
  readonly #vocabulary: Vocabulary;
  /** Control tokens as text would spell them. */
  readonly #spellings: ReadonlySet<string>;
  readonly #textByToken = new Map<Token, string | undefined>();
  readonly #tokenByText = new Map<string, Token | undefined>();

  private constructor(vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary;
    this.#spellings = new Set(Array.from(vocabulary.controlTokens, withSpaces));
  }

  static of(vocabulary: Vocabulary): MarkerTokens {
    const known = MarkerTokens.#known.get(vocabulary.pieces) ?? new MarkerTokens(vocabulary);
    MarkerTokens.#known.set(vocabulary.pieces, known);
    return known;
  }

  /** The token of that exact vocabulary text; `undefined` where this vocabulary has no control token of that text. */
  tokenOf(text: string): Token | undefined {
    if (!this.#vocabulary.controlTokens.has(text)) return undefined;
    if (!this.#tokenByText.has(text)) this.#tokenByText.set(text, this.#find(text));
    return this.#tokenByText.get(text);
  }

  /** How text would spell the marker that `token` is, with spaces as spaces; `undefined` for the tokens of text. */
  textOf(token: Token): string | undefined {
    if (!this.#textByToken.has(token)) this.#textByToken.set(token, this.#read(token));
    return this.#textByToken.get(token);
  }

  #find(text: string): Token | undefined {
    const { llamaModel, pieces } = this.#vocabulary;
    const [token, ...more] = llamaModel.tokenize(text, true);
    if (token !== undefined && more.length === 0) return token;
    for (let id = 0; id < pieces.size; id++) {
      if (withSpaces(textOfPieces(pieces, [id as Token])) === withSpaces(text)) return id as Token;
    }
    return undefined;
  }

  #read(token: Token): string | undefined {
    const { llamaModel, pieces } = this.#vocabulary;
    const { control, unknown, unused, userDefined } = llamaModel.getTokenAttributes(token);
    if (control || unknown || unused) return withSpaces(llamaModel.detokenize([token], true));
    const text = withSpaces(textOfPieces(pieces, [token]));
    // Some vocabularies define white space, tags of HTML and the like, which are text.
    const isMarker = this.#spellings.has(text) && (!userDefined || (markerLike.test(text) && !htmlTag.test(text)));
    return isMarker ? text : undefined;
  }
}

/** SentencePiece spells a space `▁`, in its control tokens too. */
export function withSpaces(text: string): string {
  return text.replaceAll('\u2581', ' ');
}

/** `<|...|>`, `<fim_...>`, `<s>`, `[SUFFIX]`, ` <PRE>`, DeepSeek's full-width bars. */
const markerLike = /^ ?[<[]\S.{0,60}[>\]]$/su;

/** Gemma's vocabularies define them. `<s>` is missing: it is a marker in others, and hardly any document has it. */
const htmlTag = new RegExp(
  `^</?(?:${[
    ...['a', 'b', 'blockquote', 'body', 'br', 'caption', 'code', 'dd', 'del', 'div', 'dl', 'dt', 'em', 'footer'],
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'head', 'header', 'hr', 'html', 'i', 'img', 'ins', 'li', 'ol', 'p', 'pre'],
    ...['span', 'strong', 'sub', 'sup', 'table', 'tbody', 'td', 'tfoot', 'th', 'thead', 'title', 'tr', 'u', 'ul'],
  ].join('|')})>$`,
);
