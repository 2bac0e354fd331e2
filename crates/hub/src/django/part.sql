-- Takes the mirror away. What the hub has taken over stays; Django's tables are as they were before.
DROP TRIGGER IF EXISTS takecare_hub_added ON public.accounts_user;
DROP TRIGGER IF EXISTS takecare_hub_changed ON public.accounts_user;
DROP TRIGGER IF EXISTS takecare_hub_removed ON public.accounts_user;
DROP TRIGGER IF EXISTS takecare_hub_added ON public.notifications_notification;
DROP TRIGGER IF EXISTS takecare_hub_changed ON public.notifications_notification;
DROP TRIGGER IF EXISTS takecare_hub_removed ON public.notifications_notification;
DROP TRIGGER IF EXISTS takecare_hub_removed ON public.django_session;
DROP TRIGGER IF EXISTS takecare_hub_sent ON takecare_hub.notification;
DROP TRIGGER IF EXISTS takecare_hub_marked ON takecare_hub.notification;
DROP TRIGGER IF EXISTS takecare_hub_removed ON takecare_hub.notification;
DROP TRIGGER IF EXISTS takecare_hub_people ON takecare_hub."user";
DROP FUNCTION IF EXISTS takecare_hub.note_rows, takecare_hub.tell_sent, takecare_hub.tell_marked,
    takecare_hub.tell_removed, takecare_hub.leave_people, takecare_hub.moment;
DROP TABLE IF EXISTS takecare_hub.noted;
