import { decodedAs } from '../charset.js';
import type { Words } from '../words.js';
import { labelOfCodepage } from './codepage.js';

/** One control word, code, symbol, brace, line end or run of text; exactly one of the groups is there. */
const TOKEN = /\\([a-z]{1,32})(-?\d{1,9})? ?|\\'([0-9a-f]{2})|\\([^a-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)|\\/gi;
/** Real ones are a dozen deep. */
const MAX_DEPTH = 200;

/** Groups that hold no text of the message. */
const NOT_TEXT =
  /^(fonttbl|colortbl|stylesheet|info|pict|object|header|footer|headerl|headerr|footerl|footerr|ftnsep|listtable|rsidtbl|generator|xmlnstbl|themedata|mhtmltag|bkmkstart|bkmkend|fldinst|nonshppict)$/;
const AS_TEXT: Readonly<Record<string, string>> = {
  par: '\n',
  line: '\n',
  sect: '\n',
  page: '\n',
  row: '\n',
  tab: '\t',
  cell: '\t',
  emdash: '—',
  endash: '–',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  bullet: '•',
  emspace: ' ',
  enspace: ' ',
};
const SYMBOLS: Readonly<Record<string, string>> = { '~': '\u00a0', _: '-', '-': '' };
/** `\fcharsetN` (RTF 1.9.1, Font Table) to code pages. */
const CHARSETS: Readonly<Record<number, number>> = {
  77: 10000,
  128: 932,
  129: 949,
  134: 936,
  136: 950,
  161: 1253,
  162: 1254,
  163: 1258,
  177: 1255,
  178: 1256,
  186: 1257,
  204: 1251,
  222: 874,
  238: 1250,
};

interface Group {
  /** Nothing of it is kept: the table of fonts, or RTF that only repeats what a tag says (`\htmlrtf`). */
  readonly isSkipped: boolean;
  readonly isRepetition: boolean;
  readonly isFontTable: boolean;
  /** How many characters stand behind `\u` for readers that do not know it. */
  readonly fallbackLength: number;
  readonly codepage: number;
}

/**
 * The words of an RTF document: the HTML or the text that a mail program wrapped into it (MS-OXRTFEX), or the plain text of one
 * that was RTF from the beginning. Takes linear time; throws when groups are nested deeper than anybody writes.
 */
export function wordsOfRtf(octets: Buffer): Words {
  const source = octets.toString('latin1');
  const reader = new RtfReader(/\\fromhtml1(?!\d)/.test(source.slice(0, 1024)));
  for (const token of source.matchAll(TOKEN)) reader.read(token);
  return reader.words();
}

class RtfReader {
  private readonly pieces: string[] = [];
  private readonly groups: Group[] = [];
  private readonly fonts = new Map<number, number>();
  private group: Group = {
    isSkipped: false,
    isRepetition: false,
    isFontTable: false,
    fallbackLength: 1,
    codepage: 1252,
  };
  private pending: number[] = [];
  private font = 0;
  private ansi = 1252;
  private skip = 0;
  private isStarred = false;

  constructor(private readonly isHtml: boolean) {}

  words(): Words {
    this.flush();
    const text = this.pieces.join('');
    return this.isHtml ? { html: text } : { text };
  }

  read([, word, number, code, symbol, brace, text]: RegExpMatchArray): void {
    if (word !== undefined) this.control(word.toLowerCase(), number === undefined ? undefined : Number(number));
    else if (code !== undefined) this.octets([parseInt(code, 16)]);
    else if (symbol === '*') this.isStarred = true;
    else if (symbol !== undefined)
      this.characters(SYMBOLS[symbol] ?? (symbol === '\n' || symbol === '\r' ? '\n' : symbol));
    else if (brace === '{') this.open();
    else if (brace === '}') this.close();
    else if (text !== undefined) this.octets([...Buffer.from(text, 'latin1')]);
  }

  private open(): void {
    if (this.groups.length >= MAX_DEPTH) throw new Error('the groups are nested too deep');
    this.flush();
    this.groups.push(this.group);
  }

  private close(): void {
    this.flush();
    this.skip = 0;
    this.group = this.groups.pop() ?? this.group;
  }

  private control(word: string, number: number | undefined): void {
    const isStarred = this.isStarred;
    this.isStarred = false;
    if (NOT_TEXT.test(word) || (isStarred && word !== 'htmltag')) {
      this.change({ isSkipped: true, isFontTable: word === 'fonttbl' });
    } else if (word === 'htmltag') this.change({ isRepetition: false });
    else if (word === 'htmlrtf') this.change({ isRepetition: number !== 0 });
    else if (word === 'uc') this.change({ fallbackLength: Math.min(number ?? 1, 16) });
    else if (word === 'u' && number !== undefined) this.unicode(number);
    else if (word === 'ansicpg' && number) this.change({ codepage: (this.ansi = number) });
    else if (word === 'f' && number !== undefined) this.choose(number);
    else if (word === 'fcharset' && number !== undefined) this.define(number);
    else if (Object.hasOwn(AS_TEXT, word)) this.characters(AS_TEXT[word]!);
  }

  private change(change: Partial<Group>): void {
    this.flush();
    this.group = { ...this.group, ...change };
  }

  private choose(font: number): void {
    this.font = font;
    if (!this.group.isFontTable) this.change({ codepage: this.fonts.get(font) ?? this.ansi });
  }

  private define(charset: number): void {
    const codepage = CHARSETS[charset];
    if (this.group.isFontTable && codepage !== undefined) this.fonts.set(this.font, codepage);
  }

  private unicode(number: number): void {
    this.characters(String.fromCharCode(number & 0xffff));
    this.skip = this.group.fallbackLength;
  }

  private characters(text: string): void {
    this.flush();
    if (!this.isKept) return;
    this.pieces.push(text);
  }

  private octets(octets: readonly number[]): void {
    const skipped = Math.min(this.skip, octets.length);
    this.skip -= skipped;
    if (this.isKept) for (const octet of octets.slice(skipped)) this.pending.push(octet);
  }

  private flush(): void {
    if (this.pending.length === 0) return;
    this.pieces.push(decodedAs(Buffer.from(this.pending), labelOfCodepage(this.group.codepage)));
    this.pending = [];
  }

  private get isKept(): boolean {
    return !this.group.isSkipped && !(this.isHtml && this.group.isRepetition);
  }
}
