import { SetMetadata } from '@nestjs/common';
import type { Role } from './caller.js';

export const PUBLIC = 'replyline:public';
export const ROLES_NEEDED = 'replyline:roles';

/** The route needs no token. */
export const Public = () => SetMetadata(PUBLIC, true);

/** The caller needs one of these roles. Without it any caller with a valid token may pass. */
export const Roles = (...roles: [Role, ...Role[]]) => SetMetadata(ROLES_NEEDED, roles);
