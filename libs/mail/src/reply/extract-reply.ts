import type { ExtractedReply, ReplyInput } from './extracted-reply.js';

export function extractReply({ mail }: ReplyInput): ExtractedReply {
  const lines = (mail.text ?? '').split('\n');
  const cut = lines.findIndex((line) => line.startsWith('>'));
  const end = cut < 0 ? lines.length : cut;
  return {
    text: lines.slice(0, end).join('\n').trim(),
    elided: lines.slice(end).join('\n'),
    confidence: 0.3,
    evidence: [],
  };
}
