# The same work as Sources/processes-bench, row by row, on the BEAM. Prints "ROW VALUE": microseconds, or bytes.

defmodule Counter do
  use GenServer
  def start_link(options), do: GenServer.start_link(__MODULE__, 0, options)
  @impl true
  def init(value), do: {:ok, value}
  @impl true
  def handle_call(:next, _from, value), do: {:reply, value + 1, value + 1}
  @impl true
  def handle_cast(:add, value), do: {:noreply, value + 1}
end

defmodule Peer do
  def main do
    rows = [
      {"call", 300_000, &call/1},
      {"call, 8 clients", 400_000, &clients/1},
      {"cast", 1_000_000, &cast/1},
      {"spawn + exit", 100_000, &spawns/1},
      {"start + stop", 50_000, &starts/1},
      {"ring hop", 500_000, &ring/1},
      {"restart", 500, &restart/1}
    ]

    for {name, count, body} <- rows do
      body.(div(count, 10))
      IO.puts("#{name}\t#{measure(count, body)}")
    end

    IO.puts("idle server\t#{idle(100_000)}")
  end

  # In a process of its own, with an empty heap.
  defp measure(count, body) do
    task = Task.async(fn -> body.(count) end)
    Task.await(task, :infinity) / count
  end

  defp time(body) do
    start = System.monotonic_time(:nanosecond)
    body.()
    (System.monotonic_time(:nanosecond) - start) / 1000
  end

  defp repeated(0, _body), do: :ok

  defp repeated(count, body) do
    body.()
    repeated(count - 1, body)
  end

  defp call(count) do
    {:ok, server} = GenServer.start(Counter, 0)
    result = time(fn -> repeated(count, fn -> GenServer.call(server, :next) end) end)
    GenServer.stop(server)
    result
  end

  defp clients(count) do
    {:ok, server} = GenServer.start(Counter, 0)
    share = div(count, 8)

    result =
      time(fn ->
        1..8
        |> Enum.map(fn _ ->
          spawn_monitor(fn -> repeated(share, fn -> GenServer.call(server, :next) end) end)
        end)
        |> Enum.each(fn {_, monitor} ->
          receive do
            {:DOWN, ^monitor, _, _, _} -> :ok
          end
        end)
      end)

    GenServer.stop(server)
    result
  end

  # Until the last one is handled.
  defp cast(count) do
    {:ok, server} = GenServer.start(Counter, 0)

    result =
      time(fn ->
        repeated(count, fn -> GenServer.cast(server, :add) end)
        GenServer.call(server, :next, :infinity)
      end)

    GenServer.stop(server)
    result
  end

  defp spawns(count) do
    time(fn ->
      repeated(count, fn ->
        {_, monitor} = spawn_monitor(fn -> :ok end)

        receive do
          {:DOWN, ^monitor, _, _, _} -> :ok
        end
      end)
    end)
  end

  defp starts(count) do
    time(fn ->
      repeated(count, fn ->
        {:ok, server} = GenServer.start(Counter, 0)
        GenServer.stop(server)
      end)
    end)
  end

  # A thousand processes pass one message round.
  defp ring(count) do
    laps = div(count, 1000)

    last =
      Enum.reduce(1..999, self(), fn _, next -> spawn(fn -> forward(next) end) end)

    time(fn ->
      repeated(laps, fn ->
        send(last, :token)

        receive do
          :token -> :ok
        end
      end)
    end)
  end

  defp forward(next) do
    receive do
      message -> send(next, message)
    end

    forward(next)
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

  defp idle(count) do
    :erlang.garbage_collect()
    before = :erlang.memory(:total)

    servers =
      for _ <- 1..count do
        {:ok, server} = GenServer.start(Counter, 0)
        server
      end

    used = :erlang.memory(:total) - before
    for server <- servers, do: GenServer.call(server, :next)
    used / count
  end
end
