import { SendingProfileDocument, type SendingProfile } from '@replyline/contracts';
import { documentOf, type Draft } from '../settings/draft.js';

/** The document of a profile without its secrets, for who decides by it and does not log in. */
export const profileOf = (
  id: string,
  { values, placement, revision }: Omit<Draft, 'fields' | 'secrets'>,
): SendingProfile =>
  SendingProfileDocument.schema.parse(
    documentOf({ contract: SendingProfileDocument, id }, { values, placement, revision, secrets: {} }),
  );
