import { beginning } from '@replyline/mail/text';

/** How much something weighs in an event: JSON writes a control character as six octets. */
export const octetsOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

/** A beginning of a text that fits, never half a character. It is halved until it does: hardly any is that dear in JSON. */
export function beginningThat(fits: (text: string) => boolean, text: string, maxLength: number): string {
  let kept = text.slice(0, maxLength);
  while (!fits(kept)) kept = kept.slice(0, Math.floor(kept.length / 2));
  return beginning(kept, kept.length);
}
