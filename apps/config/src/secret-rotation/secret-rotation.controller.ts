import { Does, Returns, Roles } from '@replyline/service-host';
import { Controller, Get, Post } from '@nestjs/common';
import { RotateSecrets } from './rotate-secrets.js';
import { keysInUse, rotationReport } from './rotation-view.js';

@Controller('v1/secrets/rotation')
@Roles('server-admin')
export class SecretRotationController {
  constructor(private readonly secrets: RotateSecrets) {}

  @Get()
  @Does('List the keys that secrets are sealed with')
  @Returns(200, keysInUse, 'The keys that secrets are sealed with; one that is not listed can be dropped from its ring')
  read() {
    return this.secrets.keysInUse();
  }

  @Post()
  @Does('Seal every secret with the first key of its ring')
  @Returns(200, rotationReport, 'Every secret is sealed with the first key of its ring. Once more does nothing more')
  rotate() {
    return this.secrets.rotate();
  }
}
