import { Controller, Get } from '@nestjs/common';
import { Returns, Roles, ZodParams, ZodQuery } from '@replyline/service-host';
import type { z } from 'zod';
import {
  notificationPage,
  notificationView,
  type NotificationPage,
  type NotificationView,
} from './notification-view.js';
import { notificationPath, notificationQuery, type NotificationQuery } from './requests.js';
import { ShowNotification } from './show-notification.js';

@Controller('v1/notifications')
@Roles('server-admin', 'service')
export class NotificationsController {
  constructor(private readonly showNotification: ShowNotification) {}

  @Get()
  @Returns(200, notificationPage, 'Notifications, newest first')
  list(@ZodQuery(notificationQuery) query: NotificationQuery): Promise<NotificationPage> {
    return this.showNotification.page(query);
  }

  @Get(':id')
  @Returns(200, notificationView, 'One notification with its deliveries, their attempts and the reasons')
  one(@ZodParams(notificationPath) { id }: z.output<typeof notificationPath>): Promise<NotificationView> {
    return this.showNotification.one(id);
  }
}
