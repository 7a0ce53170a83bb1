import { Injectable } from '@nestjs/common';
import type { SectionName } from './configuration-query.js';
import type { Section } from './section.js';
import { AlternativeSendersSection } from './sections/alternative-senders.section.js';
import { AuthoritiesSection } from './sections/authorities.section.js';
import { MicrosoftAppSection } from './sections/microsoft-app.section.js';
import { OwnProfilesSection } from './sections/own-profiles.section.js';
import { PublishersSection } from './sections/publishers.section.js';
import { ReplyMailboxSection } from './sections/reply-mailbox.section.js';
import { ReplyMailboxesSection } from './sections/reply-mailboxes.section.js';
import { SystemProfileSection } from './sections/system-profile.section.js';
import { UsersSection } from './sections/users.section.js';

/** Every section, in the order in which they need each other. */
@Injectable()
export class Sections {
  private readonly all: readonly Section[];

  constructor(
    authorities: AuthoritiesSection,
    microsoftApp: MicrosoftAppSection,
    alternativeSenders: AlternativeSendersSection,
    users: UsersSection,
    systemProfile: SystemProfileSection,
    ownProfiles: OwnProfilesSection,
    replyMailbox: ReplyMailboxSection,
    replyMailboxes: ReplyMailboxesSection,
    publishers: PublishersSection,
  ) {
    this.all = [
      authorities,
      microsoftApp,
      alternativeSenders,
      users,
      systemProfile,
      ownProfiles,
      replyMailbox,
      replyMailboxes,
      publishers,
    ] as readonly Section[];
  }

  /** In their order, whatever the order of the names; all of them where none is named. */
  named(names?: readonly SectionName[]): readonly Section[] {
    return names ? this.all.filter(({ name }) => names.includes(name as SectionName)) : this.all;
  }
}
