/** RFC 5322 §2.1.1 limits a line to 998 octets, so no identifier is longer. */
const MAX_ID_LENGTH = 998;
/** A thread of mail has tens of ancestors; the oldest and newest of more than that say the same. */
const MAX_IDS = 200;

/** The form in which Message-IDs are compared: no angle brackets, no folding white space. */
export const normaliseMessageId = (id: string): string => id.replace(/[\p{Cc}\s<>]/gu, '');

/**
 * The identifiers of a `Message-ID`, `In-Reply-To` or `References` value.
 * Some clients write commas between them, which RFC 5322 §3.6.4 does not know.
 */
export function parseMessageIds(value: string): string[] {
  const ids = value
    .replaceAll('><', '> <')
    .split(/[\s,]+/)
    .map(normaliseMessageId)
    .filter((id) => id !== '' && id.length <= MAX_ID_LENGTH);
  return [...new Set(ids)].slice(-MAX_IDS);
}
