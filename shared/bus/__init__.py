"""Relay, consumer and broker rights: how contracts travel over NATS JetStream (消息传递)."""
