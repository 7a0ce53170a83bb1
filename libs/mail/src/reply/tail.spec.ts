import { describe, expect, it } from '@jest/globals';
import { extractReply } from './extract-reply.js';
import { repeatedTail } from './tail.js';

const SIGNATURE = ['Mara Sund', 'Harbour Office, pier 4', '+47 555 01 00'];
const signed = (text: string): string => `${text}\n\n${SIGNATURE.join('\n')}`;
const tailOf = (text: string): readonly string[] => extractReply({ mail: { text } }).tail;

describe('the tail of a person', () => {
  it('is what stands below three replies', () => {
    const tails = ['Yes, at noon.', 'No idea.', 'Ask the captain.\nHe knows.'].map((text) => tailOf(signed(text)));
    expect(repeatedTail(tails)).toEqual(SIGNATURE);
    expect(repeatedTail(tails.slice(1))).toEqual([]);
  });

  it('is found among replies that have none', () => {
    const tails = ['A first one.', 'A second.', 'A third.'].map((text) => tailOf(signed(text)));
    expect(repeatedTail([...tails, tailOf('From the phone, without it.'), tailOf('And again.')])).toEqual(SIGNATURE);
  });

  it('is a signature from then on, which is kept apart and not lost', () => {
    const text = `${signed('The crane is free.')}\n\nOn 15/01/2024 14:30, Replyline wrote:\n> Is the crane free?`;
    const reply = extractReply({ mail: { text }, knownTail: SIGNATURE });
    expect(reply.text).toBe('The crane is free.');
    expect(reply.elided).toContain(SIGNATURE.join('\n'));
    expect(reply.evidence).toContainEqual({ kind: 'signature', strength: 'medium', detail: 'known-tail' });
    expect(extractReply({ mail: { text } }).text).toBe(signed('The crane is free.'));
  });

  it('is still seen once it is known', () => {
    const mail = { text: signed('The crane is free.') };
    expect(extractReply({ mail, knownTail: SIGNATURE }).tail).toEqual(extractReply({ mail }).tail);
  });

  it('is not a short answer that is often the same', () => {
    const tails = ['Monday?\nYes.', 'Tuesday?\nYes.', 'Wednesday?\nYes.'].map(tailOf);
    expect(repeatedTail(tails)).toEqual([]);
  });

  it('is not all that somebody writes', () => {
    const text = SIGNATURE.join('\n');
    expect(repeatedTail([tailOf(text), tailOf(text), tailOf(text)])).not.toEqual(SIGNATURE);
    expect(extractReply({ mail: { text }, knownTail: SIGNATURE }).text).toBe(text);
  });
});
