import aReplyAppearsOnce from './promises/a-reply-appears-once.mjs';
import acceptedIsNeverLost from './promises/accepted-is-never-lost.mjs';
import everythingHasAReason from './promises/everything-has-a-reason.mjs';
import hostileMail from './promises/hostile-mail-cannot-stop-the-reader.mjs';
import neverMoreConnections from './promises/never-more-connections.mjs';
import noMailIsSentTwice from './promises/no-mail-is-sent-twice.mjs';
import noSecretLeaves from './promises/no-secret-leaves.mjs';
import nobodyPostsAsSomeoneElse from './promises/nobody-posts-as-someone-else.mjs';
import rulesOfSending from './promises/rules-of-sending.mjs';
import sentMeansAccepted from './promises/sent-means-accepted.mjs';
import theArchive from './promises/the-archive-is-safe.mjs';
import theHouse from './promises/the-house.mjs';
import urgentDoesNotWait from './promises/urgent-does-not-wait.mjs';

const of = (guarantee, mutants) => mutants.map((mutant) => ({ guarantee, ...mutant }));

/**
 * Every way in which the code is broken on purpose: `find` stands once in `file`, becomes `replace`, and `test` has to
 * notice. `test.name` is part of the full names of one or several tests of `test.file`; `needsBuild` where these run
 * what was compiled; `patienceSeconds` where the test notices by waiting in vain.
 */
export const MUTANTS = [
  ...of('G1', acceptedIsNeverLost),
  ...of('G2', noMailIsSentTwice),
  ...of('G3', aReplyAppearsOnce),
  ...of('G4', sentMeansAccepted),
  ...of('G5', neverMoreConnections),
  ...of('G6', urgentDoesNotWait),
  ...of('G7', nobodyPostsAsSomeoneElse),
  ...of('G8', noSecretLeaves),
  ...of('G9', everythingHasAReason),
  ...of('G10', hostileMail),
  ...of('rules', rulesOfSending),
  ...of('archive', theArchive),
  ...of('house', theHouse),
];
