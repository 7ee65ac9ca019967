# What supervisors do.
defmodule SupervisionRows do
  import Peer, only: [time: 1, repeated: 2]

  def rows do
    [
      {"restart", 500, &restart/1}
    ]
  end

  # From the kill to the moment when the new one has the name.
  defp restart(count) do
    {:ok, supervisor} =
      Supervisor.start_link(
        [%{id: :worker, start: {Counter, :start_link, [[name: :worker]]}}],
        strategy: :one_for_one,
        max_restarts: 1_000_000_000,
        max_seconds: 1000
      )

    result =
      time(fn ->
        repeated(count, fn ->
          old = Process.whereis(:worker)
          Process.exit(old, :kill)
          await_other(old)
        end)
      end)

    Supervisor.stop(supervisor)
    result
  end

  defp await_other(old) do
    case Process.whereis(:worker) do
      nil -> :erlang.yield(); await_other(old)
      ^old -> :erlang.yield(); await_other(old)
      new -> new
    end
  end
end
