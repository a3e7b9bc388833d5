// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/RowListModel.h"

namespace breakline {

void RowListModel::retranslate()
{
    if (count() > 0)
        Q_EMIT dataChanged(index(0), index(count() - 1));
}

} // namespace breakline
