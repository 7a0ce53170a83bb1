import { CreateAuditEntry1763596950000 } from './1763596950000-create-audit-entry.js';
import { AuditController } from './audit.controller.js';
import { AuditEntry } from './audit-entry.entity.js';
import { Audit } from './audit.js';

export const AUDIT_CONTROLLERS = [AuditController];
export const AUDIT_ENTITIES = [AuditEntry];
export const AUDIT_MIGRATIONS = [CreateAuditEntry1763596950000];
export const AUDIT_PROVIDERS = [Audit];
