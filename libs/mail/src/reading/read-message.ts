import { Failure } from '@replyline/errors';
import type { InboundMail } from '../mail.js';
import { charsetsOfWords } from './encoded-words.js';
import { toInboundMail } from './inbound-mail.js';
import { Budget, readPart, type MimePart } from './mime-part.js';
import { EntityReader } from './read-entity.js';
import { repairedOctets } from './repaired-octets.js';

/** Servers refuse mail beyond 25 to 35 MB, and base64 adds a third; what is larger did not come by mail. */
const MAX_MESSAGE_BYTES = 64 * 1024 * 1024;

/**
 * Reads a message as it came from the server. Throws only `mail.unreadable`, whatever the bytes are.
 *
 * Octets become text here and not in a library, because a charset is found by looking at the octets, and a library
 * that believes the label has thrown them away.
 */
export async function readMessage(raw: Uint8Array, wanted?: ReadonlySet<string>): Promise<InboundMail> {
  const { byteLength: sizeBytes } = raw;
  if (sizeBytes > MAX_MESSAGE_BYTES) throw new Failure('mail.unreadable', { sizeBytes });
  try {
    const budget = new Budget();
    const root = readPart(repairedOctets(raw), budget);
    const hints = charsetsOf(root);
    const entity = new EntityReader(hints, budget).read(root);
    return toInboundMail({ fields: root.fields, hints, ...entity }, sizeBytes, wanted);
  } catch (cause) {
    throw new Failure('mail.unreadable', { sizeBytes }, { cause });
  }
}

/** Which charsets the header section names: one program wrote it and the text. */
const charsetsOf = ({ fields }: MimePart): string[] =>
  charsetsOfWords(
    ['from', 'subject', 'to']
      .map(
        (name) =>
          fields
            .find((field) => field.name === name)
            ?.value.subarray(0, 8192)
            .toString('latin1') ?? '',
      )
      .join(' '),
  );
