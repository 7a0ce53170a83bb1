import { ConfigurationController } from './configuration.controller.js';
import { Configuration } from './configuration.js';
import { Sections } from './sections.js';
import { AlternativeSendersSection } from './sections/alternative-senders.section.js';
import { AuthoritiesSection } from './sections/authorities.section.js';
import { MicrosoftAppSection } from './sections/microsoft-app.section.js';
import { OwnProfilesSection } from './sections/own-profiles.section.js';
import { PublishersSection } from './sections/publishers.section.js';
import { ReplyMailboxSection } from './sections/reply-mailbox.section.js';
import { ReplyMailboxesSection } from './sections/reply-mailboxes.section.js';
import { SystemProfileSection } from './sections/system-profile.section.js';
import { UsersSection } from './sections/users.section.js';

export const CONFIGURATION_CONTROLLERS = [ConfigurationController];

/** Needs everything that keeps a part of the configuration. */
export const CONFIGURATION_PROVIDERS = [
  Configuration,
  Sections,
  AuthoritiesSection,
  MicrosoftAppSection,
  AlternativeSendersSection,
  UsersSection,
  SystemProfileSection,
  OwnProfilesSection,
  ReplyMailboxSection,
  ReplyMailboxesSection,
  PublishersSection,
];
