import { dkimDomain, dkimSelector } from '@replyline/contracts';
import { pageOf, pageQuery, timeCursor } from '@replyline/service-host';
import { z } from 'zod';

/** What an admin says of a key that is to be made. */
export const dkimKeyBody = z.object({
  domain: dkimDomain.describe('The domain of the From addresses whose mail it is to sign'),
  selector: dkimSelector.optional().describe('Its name among the keys of the domain; the day, where absent'),
});
export type DkimKeyBody = z.output<typeof dkimKeyBody>;

const dkimKeyState = z.enum(['waiting-for-dns', 'active', 'retired']);
export type DkimKeyState = z.output<typeof dkimKeyState>;

/** The TXT record that receivers look for. */
const dkimRecord = z.object({
  name: z.string(),
  type: z.literal('TXT'),
  value: z.string(),
  strings: z.array(z.string()).describe('The value in pieces of 255 characters at the most, which is what DNS holds'),
});
export type DkimRecord = z.output<typeof dkimRecord>;

/** A key as the API shows it: never its private half. */
export const dkimKeyView = z.object({
  id: z.uuid(),
  revision: z.int(),
  domain: z.string(),
  selector: z.string(),
  state: dkimKeyState.describe('`active`: signs the mail of its domain; `retired`: another one does by now'),
  record: dkimRecord.describe('To be published before the key is activated'),
  keepRecordUntil: z.iso
    .datetime()
    .optional()
    .describe('Of a retired key: mail that it has signed may be under way until then'),
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
  activatedAt: z.iso.datetime().optional(),
  retiredAt: z.iso.datetime().optional(),
});
export type DkimKeyView = z.output<typeof dkimKeyView>;

export const dkimKeyPage = pageOf(dkimKeyView);

export const dkimKeyQuery = z.object({
  domain: dkimDomain.optional(),
  state: dkimKeyState.optional(),
  ...pageQuery(timeCursor),
});
export type DkimKeyQuery = z.output<typeof dkimKeyQuery>;

export const activateQuery = z.object({
  require: z
    .enum(['record', 'none'])
    .default('record')
    .describe('What must be there: the record in DNS, or nothing, where config cannot see what the world sees.'),
});
export type ActivateQuery = z.output<typeof activateQuery>;
