/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Delivery status notifications (RFC 3464): which addresses a bounce says cannot be reached for good. A delay or a success names none. */
#pragma once
#include "mail/fields.h"
#include "mail/mail.h"

/* Fills mail->message->failed from the message/delivery-status parts or, where a server writes no such part, from X-Failed-Recipients, and
 * adds the Message-ID of the mail that it quotes to the references. */
void dsn_read(Mail *mail, const Fields *header);
