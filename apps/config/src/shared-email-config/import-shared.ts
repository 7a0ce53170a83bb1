import { randomUUID } from 'node:crypto';
import { sentenceOf, sharedProfileId, type SendingProfile } from '@replyline/contracts';
import { FailureAt } from '@replyline/service-host';
import { Injectable } from '@nestjs/common';
import { FindProfiles } from '../sending-profiles/find-profiles.js';
import { sharedSlot, type Slot } from '../sending-profiles/profile-slot.js';
import { sharedProfileBody, type SharedProfileBody } from '../sending-profiles/sending-profile-body.js';
import type { SendingProfileView } from '../sending-profiles/sending-profile-view.js';
import { SendingProfiles } from '../sending-profiles/sending-profiles.js';
import type { Passed } from '../settings/stored-settings.entity.js';
import type { ImportBody } from './import-body.js';
import { readSection, type Entry } from './read-section.js';
import { faultsOf, toProfile } from './to-profile.js';

/** Both spellings are in use: the reference says one, its example the other. */
const SECTIONS = ['shared-email-config', 'shared-mail-config'];

/** Makes a shared profile of the section that another product keeps in its configuration files. */
@Injectable()
export class ImportShared {
  constructor(
    private readonly profiles: SendingProfiles,
    private readonly findProfiles: FindProfiles,
  ) {}

  /** What it would be. Throws `request.invalid` with file and line, or with the field of a profile. */
  async preview(body: ImportBody): Promise<SendingProfile> {
    return this.profiles.preview(await this.slotOf(body.name), typed(body));
  }

  /** Throws `TrialFailed`, and what saving a shared profile throws. */
  async save(body: ImportBody, how: { require: Passed; userId: string }): Promise<SendingProfileView> {
    const profile = typed(body);
    const before = await this.findProfiles.sharedNamed(body.name);
    const slot = sharedSlot(before?.id ?? sharedProfileId(randomUUID()));
    const precondition = { revision: before?.revision, mustBeNew: !before };
    return this.profiles.save(slot, profile, { ...how, precondition });
  }

  private async slotOf(name: string): Promise<Slot> {
    return sharedSlot((await this.findProfiles.sharedNamed(name))?.id ?? sharedProfileId(randomUUID()));
  }
}

function typed({ name, files, fromAddress, isSearch }: ImportBody): SharedProfileBody {
  const { fromAddress: found, ...profile } = toProfile(entriesOf(files), { isSearch });
  const sender = fromAddress ?? found;
  const result = sharedProfileBody.safeParse({ ...profile, name, fromAddress: sender });
  if (result.success) return result.data;
  const faults = result.error.issues.map(({ path, message }) => ({
    path: `profile.${path.join('.')}`,
    message: sentenceOf(message),
  }));
  const said = faults.filter(({ path }) => sender !== undefined || path !== 'profile.fromAddress');
  throw new FailureAt('request.invalid', sender === undefined ? [...said, NO_SENDER] : said);
}

const NO_SENDER = {
  path: 'fromAddress',
  message: 'is missing: the section has no Force-From, and its Username is no address',
};

/** Throws `request.invalid` with every line that cannot be read, and none of what stands in it. */
function entriesOf(files: ImportBody['files']): Entry[] {
  const read = files.map(({ name, text }, index) => ({ name, index, ...readSection(text, SECTIONS) }));
  const entries = read.flatMap((it) => it.entries);
  const isEmpty = read.every((it) => it.entries.length + it.faults.length === 0);
  if (isEmpty) throw new FailureAt('request.invalid', [{ path: 'files', message: NO_SECTION }]);
  const missing = faultsOf(entries).filter(({ line }) => line === 0);
  const faults = read.flatMap(({ name, index, ...it }) =>
    [...it.faults, ...faultsOf(it.entries).filter(({ line }) => line > 0)].map(({ line, message }) => ({
      path: `files.${index}.text`,
      message: `${name}, line ${line}: ${message}`,
    })),
  );
  const all = [...faults, ...missing.map(({ message }) => ({ path: 'files', message }))];
  if (all.length > 0) throw new FailureAt('request.invalid', all);
  return entries;
}

const NO_SECTION = 'have neither a [Shared-Email-Config] nor a [Shared-Mail-Config] with something in it';
