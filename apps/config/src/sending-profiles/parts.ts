import { FindProfiles } from './find-profiles.js';
import { IncomingLogin } from './incoming-login.js';
import { MyProfileController } from './my-profile.controller.js';
import { SystemProfileController } from './system-profile.controller.js';
import { SendingProfiles } from './sending-profiles.js';
import { SharedProfilesController } from './shared-profiles.controller.js';

/** The one with the fixed path first: `system` is no id of a shared profile. */
export const SENDING_PROFILES_CONTROLLERS = [SystemProfileController, SharedProfilesController, MyProfileController];

export const SENDING_PROFILES_PROVIDERS = [SendingProfiles, FindProfiles, IncomingLogin];
