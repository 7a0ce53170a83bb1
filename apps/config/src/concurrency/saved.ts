import { Created, Tagged } from '@replyline/service-host';

/** What a PUT answers: revisions count from 1, so the first one says that nothing was there before. */
export const saved = <T extends { readonly revision: number }>(view: T): Tagged<T> =>
  view.revision === 1 ? new Created(view.revision, view) : new Tagged(view.revision, view);
