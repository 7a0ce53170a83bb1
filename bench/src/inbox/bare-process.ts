import type { Login } from '@replyline/tools';
import { bareLoop } from './bare-loop.js';

/** Reads the mailbox that it is told of, says how many mails a second that were, and ends. */
process.once('message', (login: Login) => {
  void bareLoop(login).then((rate) => process.send!(rate, () => process.disconnect()));
});
