import {
  Caller,
  Created,
  Does,
  idPath,
  type IdPath,
  Refuses,
  Returns,
  Roles,
  Tagged,
  ZodBody,
  ZodParams,
  ZodQuery,
} from '@replyline/service-host';
import { Controller, Delete, Get, Post } from '@nestjs/common';
import { SeenRevision } from '../concurrency/seen-revision.decorator.js';
import { CERTIFICATE } from '../examples.js';
import {
  certificateBody,
  certificatePage,
  certificateQuery,
  certificateView,
  type CertificateBody,
  type CertificateQuery,
} from './certificate-body.js';
import { Certificates } from './certificates.js';

@Controller('v1/certificates')
@Roles('server-admin')
export class CertificatesController {
  constructor(private readonly certificates: Certificates) {}

  @Get()
  @Does('List certificates')
  @Returns(200, certificatePage, 'Certificates, the ones that end first come first')
  list(@ZodQuery(certificateQuery) query: CertificateQuery) {
    return this.certificates.page(query);
  }

  @Post()
  @Does('Upload a certificate')
  @Refuses('certificate.unreadable', 'certificate.expired', 'certificate.key_refused', 'request.conflict')
  @Returns(201, certificateView, 'Trusted, or ready to be named by a sending profile, from now on')
  async upload(@ZodBody(certificateBody, CERTIFICATE) body: CertificateBody, @Caller() { userId }: Caller) {
    const view = await this.certificates.upload(body, userId);
    return new Created(view.revision, view);
  }

  @Get(':id')
  @Does('Get a certificate')
  @Refuses('request.not_found')
  @Returns(200, certificateView, 'The certificate without its private key; ETag is its revision')
  async read(@ZodParams(idPath) { id }: IdPath) {
    const view = await this.certificates.one(id);
    return new Tagged(view.revision, view);
  }

  @Delete(':id')
  @Does('Delete a certificate')
  @Refuses('request.not_found', 'certificate.in_use')
  @Returns(204, undefined, 'Gone; refused while a sending profile shows it to its server')
  remove(@ZodParams(idPath) { id }: IdPath, @SeenRevision() revision: number | undefined): Promise<void> {
    return this.certificates.remove(id, revision);
  }
}
