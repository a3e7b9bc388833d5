// SPDX-License-Identifier: GPL-3.0-or-later
// Tells ThreadSanitizer what Qt, which is not built with it, does not show: that
// a queued call happens after it was posted, a slot after its signal, the return
// of a blocking call after what it called, and the return of QThread::wait()
// after all that the thread did. The functions of Qt below stand before Qt's own
// ones in a program and call them. Everything else between two threads stays
// visible to the sanitizer. Some are Qt's inner ones, as of Qt 6.4; with another
// this file does nothing.

#include <QDeadlineTimer>
#include <QThread>

#if defined(__SANITIZE_THREAD__) && QT_VERSION < QT_VERSION_CHECK(6, 5, 0)

#include <dlfcn.h>

#include <cstdint>

extern "C" void __tsan_acquire(void* address);
extern "C" void __tsan_release(void* address);

namespace {

/// Stands for the object at `address`, which may be gone by the time that it is
/// asked for. Two objects with one tag are ordered too often, never too little.
void* tagOf(const void* address)
{
    static char tags[65536];
    return &tags[(reinterpret_cast<std::uintptr_t>(address) >> 3) % sizeof tags];
}

void release(const void* address)
{
    __tsan_release(tagOf(address));
}

void acquire(const void* address)
{
    __tsan_acquire(tagOf(address));
}

template<typename Function>
Function qtsOwn(const char* name)
{
    return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

/// A slot that begins after its posting and after its sender's signals.
class OrderedSlot final : public QtPrivate::QSlotObjectBase {
public:
    OrderedSlot(QtPrivate::QSlotObjectBase* slot, const void* sender, const void* finished)
        : QSlotObjectBase(&OrderedSlot::handle)
        , m_slot(slot)
        , m_sender(sender)
        , m_finished(finished)
    {
        release(this);
    }

private:
    static void handle(int which, QSlotObjectBase* base, QObject* receiver, void** arguments, bool* result)
    {
        auto* self = static_cast<OrderedSlot*>(base);
        acquire(self);
        switch (which) {
        case Destroy:
            self->m_slot->destroyIfLastRef();
            delete self;
            return;
        case Call: {
            if (self->m_sender != nullptr)
                acquire(self->m_sender);
            const void* const finished = self->m_finished;
            self->m_slot->call(receiver, arguments);
            if (finished != nullptr)
                release(finished);
            break;
        }
        case Compare: *result = self->m_slot->compare(arguments); break;
        default: break;
        }
        release(self);
    }

    QtPrivate::QSlotObjectBase* m_slot;
    const void* m_sender;
    const void* m_finished;
};

} // namespace

bool QMetaObject::invokeMethodImpl(QObject* object, QtPrivate::QSlotObjectBase* slot, Qt::ConnectionType type,
                                   void* result)
{
    static const auto own = qtsOwn<decltype(&QMetaObject::invokeMethodImpl)>(
        "_ZN11QMetaObject16invokeMethodImplEP7QObjectPN9QtPrivate15QSlotObjectBaseEN2Qt14ConnectionTypeEPv");
    const char finished = 0;
    const bool isWaitedFor = type == Qt::BlockingQueuedConnection;
    const bool isDone = own(object, new OrderedSlot(slot, nullptr, isWaitedFor ? &finished : nullptr), type, result);
    if (isWaitedFor)
        acquire(&finished);
    return isDone;
}

QMetaObject::Connection QObject::connectImpl(const QObject* sender, void** signal, const QObject* receiver, void** slot,
                                             QtPrivate::QSlotObjectBase* slotObject, Qt::ConnectionType type,
                                             const int* types, const QMetaObject* metaObject)
{
    static const auto own = qtsOwn<decltype(&QObject::connectImpl)>(
        "_ZN7QObject11connectImplEPKS_PPvS1_S3_PN9QtPrivate15QSlotObjectBaseEN2Qt14ConnectionTypeEPKiPK11QMetaObject");
    return own(sender, signal, receiver, slot, new OrderedSlot(slotObject, sender, nullptr), type, types, metaObject);
}

void QMetaObject::activate(QObject* sender, const QMetaObject* metaObject, int signal, void** arguments)
{
    static const auto own = qtsOwn<void (*)(QObject*, const QMetaObject*, int, void**)>(
        "_ZN11QMetaObject8activateEP7QObjectPKS_iPPv");
    release(sender);
    own(sender, metaObject, signal, arguments);
}

void QThread::start(Priority priority)
{
    static const auto own = qtsOwn<void (*)(QThread*, Priority)>("_ZN7QThread5startENS_8PriorityE");
    connect(this, &QThread::finished, this, [this] { release(this); }, Qt::DirectConnection);
    own(this, priority);
}

bool QThread::wait(QDeadlineTimer deadline)
{
    static const auto own = qtsOwn<bool (*)(QThread*, QDeadlineTimer)>("_ZN7QThread4waitE14QDeadlineTimer");
    const bool hasEnded = own(this, deadline);
    if (hasEnded)
        acquire(this);
    return hasEnded;
}

#endif
