import { Does, Returns, Roles, ZodQuery } from '@replyline/service-host';
import { Controller, Get } from '@nestjs/common';
import { Audit } from './audit.js';
import { auditPage, auditQuery, type AuditQuery } from './audit-view.js';

@Controller('v1/audit')
@Roles('server-admin')
export class AuditController {
  constructor(private readonly audit: Audit) {}

  @Get()
  @Does('List changes')
  @Returns(200, auditPage, 'Changes, and changes that were refused, the newest first')
  list(@ZodQuery(auditQuery) query: AuditQuery) {
    return this.audit.page(query);
  }
}
