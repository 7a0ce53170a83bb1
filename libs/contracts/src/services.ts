/** The four services. NATS knows each by this name, and events name it as the last segment of their `source`. */
export const SERVICE_NAMES = ['config', 'outbound-mail', 'inbound-reply', 'conversation'] as const;
export type ServiceName = (typeof SERVICE_NAMES)[number];
