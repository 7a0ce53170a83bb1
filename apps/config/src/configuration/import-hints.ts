import type { Role } from '@replyline/contracts';
import type { Hint } from '../reply-mailbox/mailbox-hints.js';
import type { ImportView, SectionName } from './configuration-query.js';

type Imported = Pick<ImportView, 'dryRun' | 'changes'>;

/** The sections whose servers are spoken to before they are saved. */
const TRIED: readonly SectionName[] = ['sendingProfile', 'ownProfiles', 'replyMailbox', 'replyMailboxes'];
const MOST_NAMES = 20;

/** What an import that is allowed may still do that nobody wants. */
export const hintsOf = (imported: Imported, before: unknown, after: unknown): Hint[] => [
  ...untried(imported),
  ...goneUsers(imported),
  ...lostAdmins(before, after),
];

const untried = ({ dryRun, changes }: Imported): Hint[] =>
  TRIED.filter((name) => dryRun && changes.some(({ path }) => path === name || path.startsWith(`${name}.`))).map(
    (path) => ({
      path,
      text: 'A dry run speaks to no server: whether this one works shows when it is imported, and nothing is saved then if it does not.',
    }),
  );

function goneUsers({ changes }: Imported): Hint[] {
  const gone = changes.filter(({ path, after }) => /^users\.[^.]+$/.test(path) && after === undefined);
  if (gone.length === 0) return [];
  const named = gone.slice(0, MOST_NAMES).map(({ path }) => path.slice('users.'.length));
  const rest = gone.length > named.length ? ` and ${gone.length - named.length} more` : '';
  const text = `Users go, each with his own sending profile and his linked account: ${named.join(', ')}${rest}.`;
  return [{ path: 'users', text }];
}

function lostAdmins(before: unknown, after: unknown): Hint[] {
  const text = 'No user with the role server-admin is left: what the system has to say to admins reaches nobody.';
  return hasAdmin(before) && !hasAdmin(after) ? [{ path: 'users', text }] : [];
}

const ADMIN: Role = 'server-admin';

function hasAdmin(document: unknown): boolean {
  const { users = [] } = document as { users?: readonly { readonly roles: readonly Role[] }[] };
  return users.some(({ roles }) => roles.includes(ADMIN));
}
