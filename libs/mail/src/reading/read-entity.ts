import type { ReadAttachment } from './attachment.js';
import { octetsOf } from './field.js';
import { readPart, type Budget, type MimePart } from './mime-part.js';
import { isArmouredHtml, isEncryptedHtml, unarmoured } from './open-pgp.js';
import { wordsOfLeaf, wordsOfUnknownText } from './text-leaf.js';
import { unwrapped, type Encryption } from './unwrap.js';
import { withoutUuencode } from './uuencode.js';
import { inSequence, isSilent, oneOf, type Words } from './words.js';
import libmime from 'libmime';

/** A message as its person meant it: envelopes of every kind are off. */
export interface Entity extends Words {
  readonly attachments: readonly ReadAttachment[];
  /** The words are there and only the addressee's key opens them. */
  readonly encryption?: Encryption;
}

/** Signed in signed in signed is three; nobody goes beyond. */
const MAX_ENVELOPES = 4;
/** They prove something to whoever checks them. Nobody does here, and to a reader they are noise. */
const SIGNATURE = /^application\/(x-)?(pkcs7-signature|pgp-signature)$/;

/**
 * What Exchange calls the words below the first picture or file, which phones and Apple Mail write as parts of their own:
 * an attachment, though nobody attached it.
 */
const NAMED_BY_EXCHANGE = /^ATT\d{5,8}\.(?:txt|html?)$/i;

/** Walks the parts in their order, which is the order of reading. */
export class EntityReader {
  private readonly attachments: ReadAttachment[] = [];
  private readonly fallbacks: Words[] = [];
  private encryption: Encryption | undefined;
  private isAnythingSaid = false;
  private hadArmour = false;

  constructor(
    private readonly hints: readonly string[],
    private readonly budget: Budget,
  ) {}

  read(root: MimePart): Entity {
    const words = this.wordsOf(root, 0);
    const { encryption, attachments } = this;
    return { ...(isSilent(words) ? oneOf(this.fallbacks) : words), attachments, ...(encryption && { encryption }) };
  }

  private wordsOf(part: MimePart, envelopes: number, isRelated = false): Words {
    const words = part.mediaType.startsWith('multipart/')
      ? this.wordsOfMultipart(part, envelopes, isRelated)
      : this.wordsOfLeaf(part, envelopes, isRelated);
    this.isAnythingSaid ||= !isSilent(words);
    return words;
  }

  private wordsOfMultipart(part: MimePart, envelopes: number, isRelated: boolean): Words {
    if (part.mediaType === 'multipart/encrypted' && !this.isAnythingSaid) return this.encryptedBy('open-pgp');
    if (part.parts.length === 0) return wordsOfLeaf({ ...part, mediaType: 'text/plain' }, this.hints) ?? {};
    const isOfRelated = isRelated || part.mediaType === 'multipart/related';
    const root = rootOf(part);
    const all = part.parts.map((it, at) =>
      isOfRelated && at !== root && isResource(it) ? this.attach(it, true) : this.wordsOf(it, envelopes, isOfRelated),
    );
    return part.mediaType === 'multipart/alternative' ? oneOf(all) : inSequence(all);
  }

  private wordsOfLeaf(part: MimePart, envelopes: number, isRelated: boolean): Words {
    if (SIGNATURE.test(part.mediaType)) return {};
    const inner = envelopes < MAX_ENVELOPES ? unwrapped(part) : undefined;
    if (inner?.kind === 'entity') return this.wordsInside(inner.entity, envelopes, isRelated);
    if (inner?.kind === 'content') {
      this.attachments.push(...inner.attachments);
      this.fallbacks.push(inner.words);
      return {};
    }
    if (inner?.kind === 'encrypted' && !this.isAnythingSaid) return this.encryptedBy(inner.encryption);
    if (this.isAttachment(part)) {
      // Text that is called an attachment and has no name is what a person wrote, if there is nothing else.
      if (part.filename === undefined) this.fallbacks.push(wordsOfLeaf(part, this.hints) ?? {});
      return this.attach(part, isRelated);
    }
    const words = wordsOfLeaf(part, this.hints);
    if (words) return this.withoutArmour(this.withoutFiles(words));
    if (part.filename === undefined) this.fallbacks.push(wordsOfUnknownText(part, this.hints));
    return this.attach(part, isRelated);
  }

  private wordsInside(entity: Buffer, envelopes: number, isRelated: boolean): Words {
    this.budget.takeOpened(entity.length);
    return this.wordsOf(readPart(entity, this.budget), envelopes + 1, isRelated);
  }

  private encryptedBy(encryption: Encryption): Words {
    this.encryption ??= encryption;
    return {};
  }

  /** HTML beside text that had armour has the same armour, and says nothing that the text does not. */
  private withoutArmour({ text, html }: Words): Words {
    if (text !== undefined) {
      const plain = unarmoured(text);
      this.hadArmour ||= plain.isSigned || plain.isEncrypted;
      if (plain.isEncrypted && !this.isAnythingSaid) return { ...this.encryptedBy('open-pgp'), text: plain.text };
      return { text: plain.isEncrypted ? text : plain.text };
    }
    if (html === undefined || (this.hadArmour && isArmouredHtml(html))) return {};
    return isEncryptedHtml(html) && !this.isAnythingSaid ? this.encryptedBy('open-pgp') : { html };
  }

  /** A person's words have no name. With one it is a file, unless it is all that there is. */
  private isAttachment({ disposition, filename }: MimePart): boolean {
    if (filename !== undefined && NAMED_BY_EXCHANGE.test(filename)) return false;
    return (disposition !== '' && disposition !== 'inline') || (filename !== undefined && this.isAnythingSaid);
  }

  private withoutFiles(words: Words): Words {
    if (words.text === undefined) return words;
    const { text, files } = withoutUuencode(words.text);
    for (const { filename, content } of files) {
      const contentType = libmime.detectMimeType(filename);
      this.attachments.push({ filename, contentType, content, size: content.length });
    }
    return { text };
  }

  private attach(part: MimePart, related: boolean): Words {
    const cid = contentIdOf(part);
    this.attachments.push({
      ...(part.filename !== undefined && { filename: part.filename }),
      contentType: typeOf(part),
      ...(part.disposition !== '' && { contentDisposition: part.disposition }),
      ...(cid !== '' && { cid }),
      ...(related && { related }),
      content: part.body,
      size: part.body.length,
    });
    return {};
  }
}

/** RFC 2387 §3.2: the part of a multipart/related that is shown is the first, unless `start` names another. */
function rootOf({ parts, params }: MimePart): number {
  const { start } = params;
  const named = start === undefined ? -1 : parts.findIndex((part) => contentIdOf(part) === bareId(start));
  return Math.max(0, named);
}

const bareId = (id: string): string => id.trim().replace(/^<|>$/g, '').trim();
const contentIdOf = ({ fields }: MimePart): string => bareId(octetsOf(fields, 'content-id'));

const isResource = ({ fields, filename }: MimePart): boolean =>
  filename !== undefined || octetsOf(fields, 'content-id') !== '';

const typeOf = ({ mediaType, filename }: MimePart): string =>
  mediaType === 'application/octet-stream' && filename !== undefined ? libmime.detectMimeType(filename) : mediaType;
