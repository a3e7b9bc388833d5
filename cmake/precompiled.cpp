// SPDX-License-Identifier: GPL-3.0-or-later
// Nothing but the precompiled headers of the targets that hold this file.
