import { Controller, Get } from '@nestjs/common';
import { Does, idPath, type IdPath, Returns, Roles, ZodParams, ZodQuery } from '@replyline/service-host';
import {
  notificationPage,
  notificationView,
  type NotificationPage,
  type NotificationView,
} from './notification-view.js';
import { notificationQuery, type NotificationQuery } from './requests.js';
import { ShowNotification } from './show-notification.js';

@Controller('v1/notifications')
@Roles('server-admin', 'service')
export class NotificationsController {
  constructor(private readonly showNotification: ShowNotification) {}

  @Get()
  @Does('List notifications')
  @Returns(200, notificationPage, 'Notifications, newest first')
  list(@ZodQuery(notificationQuery) query: NotificationQuery): Promise<NotificationPage> {
    return this.showNotification.page(query);
  }

  @Get(':id')
  @Does('Get a notification with its deliveries')
  @Returns(200, notificationView, 'One notification with its deliveries, their attempts and the reasons')
  one(@ZodParams(idPath) { id }: IdPath): Promise<NotificationView> {
    return this.showNotification.one(id);
  }
}
