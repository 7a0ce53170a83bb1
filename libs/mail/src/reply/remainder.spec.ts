import { describe, expect, it } from '@jest/globals';
import { extractReply } from './extract-reply.js';

const TOKEN = 'k7f3q2m9x5b8n4v6c1z0w7r5t2y8u3e6p9d4';
const sent = {
  text: `Ada asked for the ladder.\nIt stands behind the shed.\nNo more of these: https://replyline.example.test/stop/${TOKEN}`,
};
const quote = sent.text
  .split('\n')
  .map((line) => `> ${line}`)
  .join('\n');
const text = `It does.\n\n-- \nMara Sund, https://sund.example.test\n\nOn 15/01/2024 14:30, Replyline <replies+${TOKEN}@example.test> wrote:\n${quote}`;

describe('what others may see of what was elided', () => {
  it('is what the sent mail does not say', () => {
    const { remainder } = extractReply({ mail: { text }, sent });
    expect(remainder).toContain('Mara Sund, https://sund.example.test');
    expect(remainder).toContain('On 15/01/2024 14:30, Replyline');
    expect(remainder).not.toContain('ladder');
  });

  it.each([true, false])('has no reply address and no link of the quote (sent mail known: %s)', (known) => {
    const { remainder, elided } = extractReply({ mail: { text }, ...(known && { sent }) });
    expect(elided).toContain(TOKEN);
    expect(remainder).not.toContain(TOKEN);
  });

  it('nor has what an answer belongs to', () => {
    const lines = quote.split('\n');
    const typed = [
      ...lines.slice(0, 2),
      `> Write to replies+${TOKEN}@example.test or ${lines[2]!.slice(2)}`,
      'No, more!',
      '> Bye.',
    ];
    const { answers } = extractReply({ mail: { text: typed.join('\n') } });
    expect(answers).toHaveLength(1);
    expect(answers[0]).toMatchObject({ text: 'No, more!' });
    expect(answers[0]!.quoted).toContain('No more of these');
    expect(answers[0]!.quoted).not.toContain(TOKEN);
  });
});
