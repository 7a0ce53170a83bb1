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

  it.each([
    ['one line', 'Approved, please go ahead.', 'Ticket 15'],
    ['one line without a full stop', 'Approved, please go ahead', 'Ticket 15 of the harbour'],
    ['two sentences', 'Approved, please go ahead.\nThank you for the work.', 'Ticket 15 of the harbour'],
    ['two lines', 'Approved, please go ahead\nThanks for the work', 'Ticket 15'],
    [
      'two lines without a full stop',
      'Approved, please go ahead\nThanks for the work',
      'Ticket 15 of the harbour crane',
    ],
  ])('is not an answer that is given again and again: %s', (_name, answer, asked) => {
    const given = ['Ticket 12', 'Ticket 13', 'Ticket 14'].map((ticket) => tailOf(`${ticket}\n${answer}`));
    const text = `${asked}\n${answer}`;
    expect(extractReply({ mail: { text }, knownTail: repeatedTail(given) }).text).toBe(text);
  });

  it('is not learned from two lines that say neither who wrote nor how to reach them', () => {
    const tails = ['Ticket 12', 'Ticket 13', 'Ticket 14'].map((ticket) =>
      tailOf(`${ticket}\nApproved, please go ahead\nThanks for the work`),
    );
    expect(repeatedTail(tails)).toEqual([]);
  });

  it('is what stands below an answer that is given again and again', () => {
    const answered = (ticket: string): string => `${ticket}\nApproved, please go ahead.\n\n${SIGNATURE.join('\n')}`;
    const knownTail = repeatedTail(['Ticket 12', 'Ticket 13', 'Ticket 14'].map((ticket) => tailOf(answered(ticket))));
    expect(extractReply({ mail: { text: answered('Ticket 15') }, knownTail }).text).toBe(
      'Ticket 15\nApproved, please go ahead.',
    );
  });

  it.each(['Mara Sund, pier 4', 'Pier 4, +47 555 01 00', 'https://harbour.example.test', 'mara@example.test'])(
    'may be one line that says who wrote: %s',
    (line) => {
      const mail = { text: `The crane is free.\n\n${line}`, from: [{ address: 'm@example.test', name: 'Mara Sund' }] };
      const knownTail = repeatedTail(['Yes.', 'No.', 'Ask Ole.'].map((text) => tailOf(`${text}\n\n${line}`)));
      expect(extractReply({ mail, knownTail }).text).toBe('The crane is free.');
    },
  );

  it('that begins with the name of From is no part of the shortest answer', () => {
    const mail = { text: signed('Yes.'), from: [{ address: 'm@example.test', name: 'Mara Sund' }] };
    expect(extractReply({ mail, knownTail: SIGNATURE }).text).toBe('Yes.');
  });

  it.each([
    ['one of the names and a number', 'Mara of the harbour office\nExtension 4711', 'The crane is free.'],
    ['one of the names', 'Mara of the harbour office\nThe one with the crane', undefined],
    ['a number', 'Pier 4711 of the harbour\nThe one with the crane', undefined],
  ])('where no contact is told is one with %s', (_name, tail, expected) => {
    const mail = { text: `The crane is free.\n\n${tail}`, from: [{ address: 'mara@example.test', name: '' }] };
    const knownTail = tail.split('\n');
    expect(extractReply({ mail, knownTail }).text).toBe(expected ?? mail.text);
  });

  it('is not all that somebody writes', () => {
    const text = SIGNATURE.join('\n');
    expect(repeatedTail([tailOf(text), tailOf(text), tailOf(text)])).not.toEqual(SIGNATURE);
    expect(extractReply({ mail: { text }, knownTail: SIGNATURE }).text).toBe(text);
  });
});
