#!/usr/bin/env ruby
# A stock client: reads the bytes of a google.rpc.Status ("grpc-status-details-bin") on stdin with
# the published types and prints what it understood as JSON. A detail it does not know fails.
# Debian: ruby-google-protobuf, ruby-googleapis-common-protos-types.
require "json"
require "google/protobuf/well_known_types"
require "google/rpc/error_details_pb"
require "google/rpc/status_pb"

status = Google::Rpc::Status.decode($stdin.binmode.read)
answer = { code: status.code, message: status.message }
status.details.each do |any|
  case any.type_url.delete_prefix("type.googleapis.com/")
  when "google.rpc.ErrorInfo"
    info = any.unpack(Google::Rpc::ErrorInfo)
    answer.update(reason: info.reason, domain: info.domain, metadata: info.metadata.to_h)
  when "google.rpc.BadRequest"
    violations = any.unpack(Google::Rpc::BadRequest).field_violations
    answer[:field_violations] =
      violations.map { |violation| { field: violation.field, description: violation.description } }
  when "google.rpc.PreconditionFailure"
    answer[:violations] = any.unpack(Google::Rpc::PreconditionFailure).violations.map(&:to_h)
  when "google.rpc.RetryInfo"
    answer[:retry_seconds] = any.unpack(Google::Rpc::RetryInfo).retry_delay.to_f
  else
    abort "A stock client does not know #{any.type_url}."
  end
end
puts JSON.pretty_generate(answer)
