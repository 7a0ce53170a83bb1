import { aMailBounces } from './a-mail-bounces.js';
import { aMentionIsAnswered } from './a-mention-is-answered.js';
import { anAssignmentIsAnswered } from './an-assignment-is-answered.js';
import { configIsDown } from './config-is-down.js';
import { everyClientQuotesItsOwnWay } from './every-client-quotes-its-own-way.js';
import type { Journey } from './journey.js';
import { anOutOfOfficeReply } from './machines-answer.js';
import { onePersonAnswersTwice } from './one-person-answers-twice.js';
import { somebodyElseAnswers } from './somebody-else-answers.js';
import { theBrokerIsKilled } from './the-broker-is-killed.js';
import { theSameMailArrivesTwice } from './the-same-mail-arrives-twice.js';
import { aForgedToken, anExpiredToken } from './tokens-that-do-not-count.js';
import { twoPeopleAnswer } from './two-people-answer.js';
import { wrongSettingsAreRefused } from './wrong-settings-are-refused.js';

/** What people do with the product. Each is played in every tracking mode; the last ones break something first. */
export const JOURNEYS: readonly Journey[] = [
  aMentionIsAnswered,
  ...everyClientQuotesItsOwnWay,
  twoPeopleAnswer,
  onePersonAnswersTwice,
  theSameMailArrivesTwice,
  aForgedToken,
  anExpiredToken,
  somebodyElseAnswers,
  anOutOfOfficeReply,
  aMailBounces,
  anAssignmentIsAnswered,
  wrongSettingsAreRefused,
  configIsDown,
  theBrokerIsKilled,
];
