import type { ReplyInput } from './extracted-reply.js';
import { readReply } from './extract-reply.js';
import type { Label } from './label.js';

/** One line of a message as it stood there, and whose it is; `unread` is what was beyond the limits. */
export interface LabelledLine {
  readonly label: Label | 'unread';
  readonly text: string;
}

/** The whole message line by line, in the form that the reply is read from: what is drawn for people. */
export function labelledLines(input: ReplyInput): LabelledLine[] {
  const { doc, labels } = readReply(input);
  const lines = doc.lines.map((line, index): LabelledLine => ({ label: labels[index]!, text: line.raw }));
  const unread = doc.rest === '' ? [] : doc.rest.split('\n').map((text): LabelledLine => ({ label: 'unread', text }));
  return [...lines, ...unread];
}
