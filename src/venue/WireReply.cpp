// SPDX-License-Identifier: GPL-3.0-or-later
#include "venue/WireReply.h"

#include "venue/JsonText.h"

namespace breakline {

std::string restBody(const WireReply& reply, Timestamp now)
{
    JsonText json;
    json.beginObject().integerField("retCode", reply.code).field("retMsg", reply.message);
    json.key("result").raw(reply.result).key("retExtInfo").raw("{}").integerField("time", now.ms).endObject();
    return json.take();
}

} // namespace breakline
